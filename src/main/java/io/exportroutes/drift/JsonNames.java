package io.exportroutes.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How things are named in a document that nobody described: by a field of theirs, by the key they stand under, or not at all. */
final class JsonNames {
    /** The technical name comes before one for people. */
    private static final List<String> NAMES = List.of(
            "slug",
            "name",
            "tablename",
            "columnname",
            "fieldname",
            "indexname",
            "constraintname",
            "column",
            "field",
            "table",
            "key",
            "id");

    private static final List<String> IDS = List.of("id", "uuid", "oid");
    private static final List<String> UNIQUE_NAMES = List.of("id", "slug", "name");
    private static final List<String> LISTS = List.of("items", "list", "nodes", "results");

    private static final Pattern STYLE = Pattern.compile("[^\\p{L}\\p{N}]");

    /** What a part without a name may be called by; other texts might be secrets. */
    private static final Pattern IDENTIFIER = Pattern.compile("[\\w.$-]{1,64}");

    private JsonNames() {}

    /** A key without the differences of style: {@code primaryKey} and {@code primary_key} are the same. */
    static String plain(String key) {
        return STYLE.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** The things in an array or object, by name; none is lost for the lack of a name, or for having that of another. */
    static Map<String, JsonNode> children(JsonNode container) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        JsonNode list = list(container);
        if (list.isObject()) {
            list.properties().forEach(field -> children.put(field.getKey(), field.getValue()));
            return children;
        }
        for (JsonNode element : list) {
            String name = name(element);
            String free = name;
            for (int number = 2; children.containsKey(free); number++) {
                free = name + " (" + number + ")";
            }
            children.put(free, element);
        }
        return children;
    }

    /** The array itself, where an object stands around it. */
    private static JsonNode list(JsonNode container) {
        for (String word : LISTS) {
            if (container.path(word).isArray()) {
                return container.path(word);
            }
        }
        return container;
    }

    private static String name(JsonNode element) {
        if (element.isValueNode()) {
            return element.asText();
        }
        String key = nameKey(element);
        return key == null ? contents(element) : element.path(key).asText();
    }

    /** The key whose value is its name, or null. */
    static @Nullable String nameKey(JsonNode element) {
        return keyOf(element, NAMES);
    }

    /** The key whose value stays when the name changes, or null. */
    static @Nullable String idKey(JsonNode element) {
        return keyOf(element, IDS);
    }

    /** Something without a name is what it says. */
    private static String contents(JsonNode element) {
        StringJoiner identifiers = new StringJoiner(", ", "(", ")");
        Paths.of(element).values().stream()
                .map(value -> value.replaceAll("^\"|\"$", ""))
                .filter(value -> IDENTIFIER.matcher(value).matches())
                .limit(8)
                .forEach(identifiers::add);
        return identifiers.toString();
    }

    /** What tells the elements of an array apart, if they are objects and all have it: an id, a slug or a name. */
    static @Nullable String uniqueKey(JsonNode array) {
        return UNIQUE_NAMES.stream()
                .filter(key -> isUnique(key, array))
                .findFirst()
                .orElse(null);
    }

    private static boolean isUnique(String key, JsonNode array) {
        Set<String> seen = new HashSet<>();
        for (JsonNode element : array) {
            JsonNode value = element.path(key);
            if (!isWord(value) || !seen.add(value.asText())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String keyOf(JsonNode element, Collection<String> words) {
        Map<String, String> keys = new LinkedHashMap<>();
        List<String> own = new ArrayList<>();
        element.fieldNames().forEachRemaining(own::add);
        own.stream()
                .sorted()
                .filter(key -> isWord(element.path(key)))
                .forEach(key -> keys.putIfAbsent(plain(key), key));
        return words.stream()
                .filter(keys::containsKey)
                .findFirst()
                .map(keys::get)
                .orElse(null);
    }

    private static boolean isWord(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber();
    }
}
