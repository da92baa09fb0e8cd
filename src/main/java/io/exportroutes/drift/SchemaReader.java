package io.exportroutes.drift;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.exportroutes.drift.SchemaModel.Column;
import io.exportroutes.drift.SchemaModel.PartKind;
import io.exportroutes.drift.SchemaModel.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds tables and their parts in a JSON document that nobody described, by the words that such documents commonly have. What it
 * does not understand it keeps as paths with values; it fails at nothing.
 */
final class SchemaReader {
    private static final Set<String> TABLES = Set.of("tables", "entities", "models", "collections");
    private static final Set<String> GROUPS = Set.of("schemas", "databases", "namespaces");
    private static final Set<String> WRAPPERS = Set.of("data", "schema", "database", "definition", "result");
    private static final Set<String> COLUMNS = Set.of("columns", "fields", "attributes", "properties");
    private static final Map<String, PartKind> PARTS = Map.ofEntries(
            Map.entry("indexes", PartKind.INDEX),
            Map.entry("indices", PartKind.INDEX),
            Map.entry("relations", PartKind.RELATION),
            Map.entry("relationships", PartKind.RELATION),
            Map.entry("foreignkeys", PartKind.RELATION),
            Map.entry("references", PartKind.RELATION),
            Map.entry("keys", PartKind.KEY),
            Map.entry("primarykey", PartKind.KEY),
            Map.entry("primarykeys", PartKind.KEY),
            Map.entry("uniquekeys", PartKind.KEY),
            Map.entry("uniqueconstraints", PartKind.KEY),
            Map.entry("constraints", PartKind.KEY));

    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final TableParts document = new TableParts();

    private SchemaReader() {}

    static SchemaModel read(JsonNode root) {
        SchemaReader reader = new SchemaReader();
        if (root.isArray() && holdsTables(root)) {
            reader.addTables("", root);
        } else {
            reader.walk("", root);
        }
        return new SchemaModel(reader.document.table(null), reader.tables);
    }

    /** @param prefix of the names of tables: the schema that they are in, with a point */
    private void walk(String prefix, JsonNode node) {
        if (!node.isObject()) {
            document.other.putAll(Paths.of(node));
            return;
        }
        boolean byName = holdsTables(node);
        node.properties().forEach(field -> {
            if (byName && field.getValue().isObject() && hasColumns(field.getValue())) {
                add(prefix + field.getKey(), field.getValue());
            } else if (!descend(prefix, JsonNames.plain(field.getKey()), field.getValue())) {
                document.add(prefix, field.getKey(), field.getValue());
            }
        });
    }

    /** Whether tables stand behind this word, or may. */
    private boolean descend(String prefix, String word, JsonNode value) {
        if (!value.isContainerNode()) {
            return false;
        }
        if (TABLES.contains(word)) {
            addTables(prefix, value);
        } else if (GROUPS.contains(word)) {
            JsonNames.children(value).forEach((name, group) -> walk(prefix + name + ".", group));
        } else if (WRAPPERS.contains(word) && value.isObject()) {
            walk(prefix, value);
        } else {
            return false;
        }
        return true;
    }

    private void addTables(String prefix, JsonNode container) {
        JsonNames.children(container).forEach((name, table) -> add(prefix + name, table));
    }

    private void add(String name, JsonNode node) {
        String free = name;
        for (int number = 2; tables.containsKey(free); number++) {
            free = name + " (" + number + ")";
        }
        tables.put(free, table(name, node));
    }

    private static Table table(String name, JsonNode node) {
        TableParts parts = new TableParts();
        @Nullable String nameKey = JsonNames.nameKey(node);
        @Nullable String idKey = JsonNames.idKey(node);
        if (node.isArray()) {
            JsonNames.children(node).forEach(parts::column);
        } else if (node.isValueNode() && !node.asText().equals(name)) {
            parts.other.putAll(Paths.of(node));
        }
        node.properties().forEach(field -> {
            boolean known = field.getKey().equals(idKey) || isName(name, field.getKey(), nameKey, field.getValue());
            if (!known) {
                parts.add("", field.getKey(), field.getValue());
            }
        });
        return parts.table(idKey == null ? null : node.path(idKey).asText());
    }

    /** The field that the name was taken from; one of a thing that stands under its name is as good as any other. */
    private static boolean isName(String name, String key, @Nullable String nameKey, JsonNode value) {
        return key.equals(nameKey) && name.endsWith(value.asText());
    }

    private static boolean hasColumns(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isContainerNode() && COLUMNS.contains(JsonNames.plain(field.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsTables(JsonNode container) {
        for (JsonNode element : container) {
            if (element.isObject() && hasColumns(element)) {
                return true;
            }
        }
        return false;
    }

    /** What was found of a table, or of the document around the tables. */
    private static final class TableParts {
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private final Map<PartKind, Map<String, Map<String, String>>> parts = new EnumMap<>(PartKind.class);
        private final Map<String, String> other = new LinkedHashMap<>();

        void add(String prefix, String key, JsonNode value) {
            String word = JsonNames.plain(key);
            PartKind kind = PARTS.get(word);
            if (value.isContainerNode() && COLUMNS.contains(word)) {
                JsonNames.children(value).forEach(this::column);
            } else if (kind != null && isListOfThings(kind, value)) {
                JsonNames.children(value).forEach((name, part) -> part(kind, prefix + name, part));
            } else if (kind != null) {
                part(kind, prefix + key, value);
            } else {
                other.putAll(Paths.under(prefix + key, value));
            }
        }

        private void column(String name, JsonNode node) {
            ColumnReader reader = new ColumnReader(name, node);
            columns.put(name, reader.column());
            part(PartKind.RELATION, name, requireNonNullElse(reader.relation(), MissingNode.getInstance()));
        }

        private void part(PartKind kind, String name, JsonNode node) {
            Map<String, String> facts = Paths.of(node);
            boolean none = facts.isEmpty() || facts.equals(Map.of("", "false"));
            if (!none) {
                parts.computeIfAbsent(kind, ignored -> new LinkedHashMap<>()).put(name, facts);
            }
        }

        Table table(@Nullable String id) {
            return new Table(id, columns, parts, other);
        }

        /** A key may be a list of its columns. */
        private static boolean isListOfThings(PartKind kind, JsonNode value) {
            if (value.isObject()) {
                return JsonNames.nameKey(value) == null && !hasColumns(value);
            }
            return value.isArray() && (kind != PartKind.KEY || value.path(0).isContainerNode());
        }
    }
}
