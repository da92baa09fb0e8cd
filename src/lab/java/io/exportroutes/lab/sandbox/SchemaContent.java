package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A schema export's bytes: JSON, or SQL that creates the tables.
 *
 * @param export its id, which is in the bytes: no two exports have the same, so that a mix-up is seen
 */
record SchemaContent(ExportFormat format, String project, String export, Instant created, DataSet data)
        implements ArtifactContent {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(format == ExportFormat.SQL ? sql().getBytes(StandardCharsets.UTF_8) : Json.bytes(json()));
    }

    private ObjectNode json() {
        ObjectNode schema = Json.object();
        schema.put("project", project);
        schema.put("export", export);
        schema.put("exported_at", Json.time(created));
        ArrayNode tables = schema.putArray("tables");
        for (Table table : data.tables()) {
            ObjectNode description = tables.addObject().put("name", table.name());
            ArrayNode columns = description.putArray("columns");
            table.columns().forEach(column -> columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().word())
                    .put("nullable", column.nullable())
                    .put("primary_key", column.name().equals("id"))
                    .put("references", column.references()));
        }
        return schema;
    }

    private String sql() {
        String head = "-- Schema of " + project + " at " + Json.time(created) + ", " + export + "\n";
        return data.tables().stream().map(SchemaContent::createTable).collect(Collectors.joining("\n", head, ""));
    }

    private static String createTable(Table table) {
        return table.columns().stream()
                .map(SchemaContent::definition)
                .collect(Collectors.joining(",\n", "CREATE TABLE " + table.name() + " (\n", "\n);\n"));
    }

    private static String definition(Column column) {
        String line = "  " + column.name() + " " + column.type().sql() + (column.nullable() ? "" : " NOT NULL");
        if (column.name().equals("id")) {
            return line + " PRIMARY KEY";
        }
        return column.references() == null ? line : line + " REFERENCES " + column.references() + " (id)";
    }
}
