package io.exportroutes.config;

import java.util.regex.Pattern;

/** Paths into the file as messages show them, such as {@code jobs.crm-nightly.destinations[1]}. */
final class Paths {
    private static final Pattern PLAIN = Pattern.compile("[\\w-]+");

    private Paths() {}

    static String child(String parent, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return parent + "[" + Suggestions.quote(key) + "]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String entry(String parent, int index) {
        return parent + "[" + index + "]";
    }
}
