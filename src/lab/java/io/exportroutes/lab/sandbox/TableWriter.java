package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one table, one after the other. Never closes what it writes to. */
final class TableWriter {
    private TableWriter() {}

    /** A JSON array of objects. */
    static void json(TableQuery query, OutputStream out) throws IOException {
        JsonGenerator json = generator(out);
        json(query, json);
        json.flush();
    }

    static void json(TableQuery query, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (PrimitiveIterator.OfInt rows = query.rows().iterator(); rows.hasNext(); ) {
            int row = rows.nextInt();
            json.writeStartObject();
            for (Column column : query.columns()) {
                json.writeObjectField(column.name(), column.at(row));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        return Json.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /** CSV after RFC 4180 with a header line; no value is an empty field. */
    static void csv(TableQuery query, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(line(query.columns().stream().map(Column::name).toList()));
        for (PrimitiveIterator.OfInt rows = query.rows().iterator(); rows.hasNext(); ) {
            int row = rows.nextInt();
            writer.write(line(
                    query.columns().stream().map(column -> text(column.at(row))).toList()));
        }
        writer.flush();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String line(List<String> fields) {
        return fields.stream().map(TableWriter::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
