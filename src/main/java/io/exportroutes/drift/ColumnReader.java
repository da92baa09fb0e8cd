package io.exportroutes.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.drift.SchemaModel.Column;
import io.exportroutes.drift.SchemaModel.Trait;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one column, by the words that schemas commonly have for its traits. */
final class ColumnReader {
    private static final Set<String> TYPES =
            Set.of("type", "datatype", "columntype", "fieldtype", "dbtype", "sqltype", "nativetype", "kind");
    private static final Set<String> NULLABLE =
            Set.of("nullable", "isnullable", "null", "allownull", "allowsnull", "optional");
    private static final Set<String> REQUIRED = Set.of("notnull", "required", "isrequired", "mandatory");
    private static final Set<String> DEFAULTS =
            Set.of("default", "defaultvalue", "columndefault", "defaultexpression", "initialvalue");
    private static final String PRIMARY = "primary";
    private static final String UNIQUE = "unique";
    /** The kind of key that a flag means. */
    private static final Map<String, String> KEYS = Map.of(
            "primarykey", PRIMARY,
            "isprimarykey", PRIMARY,
            "primary", PRIMARY,
            "isprimary", PRIMARY,
            "pk", PRIMARY,
            "unique", UNIQUE,
            "isunique", UNIQUE);
    /** What says its kind in a word, such as {@code PRI}. */
    private static final Set<String> KEY_KINDS = Set.of("key", "columnkey", "keytype");

    private static final Set<String> RELATIONS =
            Set.of("references", "foreignkey", "relation", "relatedtable", "relatedto", "ref");
    /** In the order in which a type has them. */
    private static final Map<String, String> SIZES = Map.of(
            "length", "1",
            "maxlength", "1",
            "charactermaximumlength", "1",
            "size", "1",
            "precision", "1",
            "numericprecision", "1",
            "scale", "2",
            "numericscale", "2");

    private static final Set<String> POSITIONS = Set.of("position", "ordinalposition", "ordinal", "sortorder");
    private static final Set<String> NO = Set.of("false", "no", "0", "");

    private final Map<Trait, String> traits = new EnumMap<>(Trait.class);
    private final Map<String, String> other = new LinkedHashMap<>();
    /** Length, or precision and scale, that stand beside the type. */
    private final Map<String, String> sizes = new TreeMap<>();

    private @Nullable String id;
    private @Nullable JsonNode relation;

    ColumnReader(String name, JsonNode node) {
        if (node.isObject()) {
            readFields(name, node);
        } else if (!node.asText().equals(name)) {
            readType(node);
        }
        addSizes();
    }

    Column column() {
        return new Column(id, traits, other);
    }

    /** What it says about the table that it refers to, or null. */
    @Nullable
    JsonNode relation() {
        return relation;
    }

    private void readFields(String name, JsonNode node) {
        @Nullable String nameKey = JsonNames.nameKey(node);
        @Nullable String idKey = JsonNames.idKey(node);
        id = idKey == null ? null : node.path(idKey).asText();
        node.properties().forEach(field -> {
            String key = field.getKey();
            boolean isName = key.equals(nameKey) && field.getValue().asText().equals(name);
            if (!isName && !key.equals(idKey) && !field.getValue().isNull()) {
                read(key, JsonNames.plain(key), field.getValue());
            }
        });
    }

    private void read(String key, String word, JsonNode value) {
        if (TYPES.contains(word)) {
            readType(value);
        } else if (DEFAULTS.contains(word)) {
            traits.put(Trait.DEFAULT, value.toString());
        } else if (RELATIONS.contains(word)) {
            relation = value;
        } else if (value.isContainerNode() || !readFlag(word, value.asText())) {
            other.putAll(Paths.under(key, value));
        }
    }

    /** Whether it was one of the things that are yes or no, a number, or do not count. */
    private boolean readFlag(String word, String value) {
        boolean yes = !NO.contains(value.toLowerCase(Locale.ROOT));
        if (NULLABLE.contains(word)) {
            traits.put(Trait.NULLABLE, String.valueOf(yes));
        } else if (REQUIRED.contains(word)) {
            traits.put(Trait.NULLABLE, String.valueOf(!yes));
        } else if (KEYS.containsKey(word)) {
            readKey(String.valueOf(KEYS.get(word)), yes);
        } else if (KEY_KINDS.contains(word)) {
            return readKind(value.toLowerCase(Locale.ROOT));
        } else if (SIZES.containsKey(word)) {
            sizes.put(String.valueOf(SIZES.get(word)), value);
        } else {
            return POSITIONS.contains(word);
        }
        return true;
    }

    /** A primary key is unique anyway. */
    private void readKey(String kind, boolean yes) {
        if (yes && !PRIMARY.equals(traits.get(Trait.KEY))) {
            traits.put(Trait.KEY, kind);
        }
    }

    private boolean readKind(String value) {
        if (value.startsWith("pri") || value.startsWith("uni")) {
            readKey(value.startsWith("pri") ? PRIMARY : UNIQUE, true);
            return true;
        }
        return value.isEmpty();
    }

    private void readType(JsonNode value) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> read("type." + field.getKey(), typeWord(field.getKey()), field.getValue()));
            return;
        }
        if (!value.isArray()) {
            traits.putIfAbsent(Trait.TYPE, value.asText());
            return;
        }
        List<String> types = new ArrayList<>();
        value.forEach(one -> types.add(one.isValueNode() ? one.asText() : one.toString()));
        boolean nullable = types.remove("null");
        if (nullable) {
            traits.put(Trait.NULLABLE, "true");
        }
        traits.putIfAbsent(Trait.TYPE, String.join(" or ", types));
    }

    private static String typeWord(String key) {
        String word = JsonNames.plain(key);
        return word.equals("name") ? "type" : word;
    }

    private void addSizes() {
        String type = traits.get(Trait.TYPE);
        if (type != null && !sizes.isEmpty() && !type.contains("(")) {
            traits.put(Trait.TYPE, type + "(" + String.join(",", sizes.values()) + ")");
        }
    }
}
