package io.exportroutes.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON as paths with their values. Elements of an array have the place of their id, slug or name if all have one, else that
 * of their position. Null and empty things are as if they were not there, and so is what changes from export to export by itself:
 * times, the export's own id, numbers of rows, sizes and digests.
 */
final class Paths {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*");
    private static final Set<String> VOLATILE = Set.of(
            "export",
            "exportid",
            "requestid",
            "runid",
            "filename",
            "downloadname",
            "exportedat",
            "generatedat",
            "createdat",
            "updatedat",
            "timestamp",
            "rows",
            "rowcount",
            "tablecount",
            "columncount",
            "count",
            "sizebytes",
            "bytes",
            "checksum",
            "sha256",
            "md5",
            "hash",
            "etag",
            "duration",
            "durationms");

    private final Map<String, String> paths = new LinkedHashMap<>();

    private Paths() {}

    /** The document's values as JSON; the path of a value alone is empty. */
    static Map<String, String> of(JsonNode node) {
        return under("", node);
    }

    /** As {@link #of}, for what stands under this key. */
    static Map<String, String> under(String key, JsonNode node) {
        Paths flat = new Paths();
        if (!isVolatile(key, node)) {
            flat.add(key.isEmpty() ? "" : segment("", key), node);
        }
        return flat.paths;
    }

    private void add(String path, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                if (!isVolatile(field.getKey(), field.getValue())) {
                    add(segment(path, field.getKey()), field.getValue());
                }
            });
        } else if (node.isArray()) {
            @Nullable String unique = JsonNames.uniqueKey(node);
            int position = 0;
            for (JsonNode element : node) {
                String place = unique == null
                        ? String.valueOf(position)
                        : element.path(unique).asText();
                add(path + "[" + place + "]", element);
                position++;
            }
        } else if (!node.isNull() && !node.isMissingNode()) {
            paths.put(path, node.toString());
        }
    }

    private static boolean isVolatile(String key, JsonNode value) {
        return value.isValueNode()
                && (VOLATILE.contains(JsonNames.plain(key))
                        || TIME.matcher(value.asText()).matches());
    }

    private static String segment(String path, String key) {
        String shown = PLAIN.matcher(key).matches() ? key : "['" + key + "']";
        return path.isEmpty() || shown.startsWith("[") ? path + shown : path + "." + shown;
    }
}
