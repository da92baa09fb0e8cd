package io.exportroutes.config.yaml;

import io.exportroutes.value.Suggestions;
import java.util.regex.Pattern;

/** Paths into the file as messages show them, such as {@code jobs.crm-nightly.destinations[1]}. */
public final class YamlPaths {
    private static final Pattern PLAIN = Pattern.compile("[\\w-]+");

    private YamlPaths() {}

    public static String child(String parent, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return parent + "[" + Suggestions.quote(key) + "]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    public static String entry(String parent, int index) {
        return parent + "[" + index + "]";
    }
}
