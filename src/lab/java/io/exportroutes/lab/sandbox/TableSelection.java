package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Which rows of which tables a database export holds: include_tables, exclude_tables and table_options together. */
final class TableSelection {
    private final DataSet data;
    private final RequestFields fields;

    private TableSelection(DataSet data, RequestFields fields) {
        this.data = data;
        this.fields = fields;
    }

    static List<TableQuery> read(DataSet data, RequestFields fields) {
        return new TableSelection(data, fields).read();
    }

    private List<TableQuery> read() {
        List<String> names = selected();
        JsonNode options = fields.field("table_options");
        if (!options.isMissingNode() && !options.isObject()) {
            throw new ApiRefusal(400, "invalid_table_options", "table_options must be an object keyed by table name.");
        }
        options.fieldNames().forEachRemaining(name -> {
            table(name);
            if (!names.contains(name)) {
                throw new ApiRefusal(400, "invalid_table_options", "Table '" + name + "' is not selected.");
            }
        });
        List<TableQuery> queries = new ArrayList<>();
        for (String name : names) {
            Table table = table(name);
            queries.add(options.has(name) ? TableOptions.read(table, options.path(name)) : TableQuery.all(table));
        }
        return List.copyOf(queries);
    }

    private List<String> selected() {
        List<String> included = fields.texts("include_tables");
        List<String> excluded = fields.texts("exclude_tables");
        List<String> names =
                new ArrayList<>(data.tables().stream().map(Table::name).toList());
        if (included != null) {
            included.forEach(this::table);
            names.retainAll(included);
        }
        if (excluded != null) {
            excluded.forEach(this::table);
            names.removeAll(excluded);
        }
        if (names.isEmpty()) {
            throw new ApiRefusal(400, "no_tables_selected", "No tables were selected for export.");
        }
        return names;
    }

    private Table table(String name) {
        return data.table(name)
                .orElseThrow(() -> new ApiRefusal(400, "table_not_found", "There is no table '" + name + "'."));
    }
}
