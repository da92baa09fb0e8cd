package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one table's entry of {@code table_options}. */
final class TableOptions {
    private static final Set<String> KNOWN = Set.of("columns", "filters", "sort", "order", "limit", "offset");

    private final Table table;
    private final JsonNode options;

    private TableOptions(Table table, JsonNode options) {
        this.table = table;
        this.options = options;
    }

    static TableQuery read(Table table, JsonNode options) {
        TableOptions reader = new TableOptions(table, options);
        reader.checkNames();
        return new TableQuery(
                table,
                reader.columns(),
                reader.filters(),
                new TableQuery.Order(reader.sort(), reader.descending()),
                new TableQuery.Page(reader.count("limit", Long.MAX_VALUE), reader.count("offset", 0)));
    }

    private void checkNames() {
        if (!options.isObject()) {
            throw wrong("must be an object");
        }
        options.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw wrong("has an unknown option '" + name + "'");
            }
        });
    }

    private List<Column> columns() {
        JsonNode names = options.path("columns");
        if (names.isMissingNode()) {
            return table.columns();
        }
        List<Column> columns = new ArrayList<>();
        for (String name : RequestFields.texts(names, "table_options." + table.name() + ".columns")) {
            columns.add(column(name));
        }
        if (columns.isEmpty()) {
            throw wrong("selects no columns");
        }
        return List.copyOf(columns);
    }

    private Map<Column, @Nullable String> filters() {
        JsonNode given = options.path("filters");
        if (given.isMissingNode()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw wrong("needs an object as filters");
        }
        Map<Column, @Nullable String> filters = new HashMap<>();
        given.fields().forEachRemaining(filter -> {
            if (filter.getValue().isContainerNode()) {
                throw wrong("can filter '" + filter.getKey() + "' by a single value only");
            }
            filters.put(
                    column(filter.getKey()),
                    filter.getValue().isNull() ? null : filter.getValue().asText());
        });
        return filters;
    }

    private Column sort() {
        JsonNode sort = options.path("sort");
        if (sort.isMissingNode()) {
            return table.columns().get(0);
        }
        if (!sort.isTextual()) {
            throw wrong("needs a column name as sort");
        }
        return column(sort.asText());
    }

    private boolean descending() {
        String order = options.path("order").asText("asc");
        if (!order.equals("asc") && !order.equals("desc")) {
            throw wrong("needs asc or desc as order");
        }
        return order.equals("desc");
    }

    private long count(String name, long byDefault) {
        JsonNode count = options.path(name);
        if (count.isMissingNode()) {
            return byDefault;
        }
        if (!count.isIntegralNumber() || count.asLong() < 0) {
            throw wrong("needs a whole number from 0 as " + name);
        }
        return count.asLong();
    }

    private Column column(String name) {
        return table.column(name)
                .orElseThrow(() -> new ApiRefusal(
                        400, "column_not_found", "Table " + table.name() + " has no column '" + name + "'."));
    }

    private ApiRefusal wrong(String what) {
        return new ApiRefusal(400, "invalid_table_options", "table_options." + table.name() + " " + what + ".");
    }
}
