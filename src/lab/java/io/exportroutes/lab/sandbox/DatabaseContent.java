package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A database export's bytes: a zip with a file for each table, or one JSON document.
 *
 * @param export its id, which is in the bytes: no two exports have the same, so that a mix-up is seen
 */
record DatabaseContent(ExportFormat format, String project, String export, Instant created, List<TableQuery> tables)
        implements ArtifactContent {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        switch (format) {
            case ZIP -> zip(buffered, ".json", TableWriter::json);
            case ZIP_CSV -> zip(buffered, ".csv", TableWriter::csv);
            case JSON -> document(buffered);
            case SQL -> throw new IllegalArgumentException("no database export has this format");
        }
        buffered.flush();
    }

    private void zip(OutputStream out, String extension, RowWriter writer) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        zip.setComment(export);
        for (TableQuery table : tables) {
            ZipEntry entry = new ZipEntry(table.table().name() + extension);
            entry.setTimeLocal(LocalDateTime.ofInstant(created, ZoneOffset.UTC));
            zip.putNextEntry(entry);
            writer.write(table, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    private void document(OutputStream out) throws IOException {
        JsonGenerator json = TableWriter.generator(out);
        json.writeStartObject();
        json.writeStringField("project", project);
        json.writeStringField("export", export);
        json.writeStringField("exported_at", Json.time(created));
        json.writeObjectFieldStart("tables");
        for (TableQuery table : tables) {
            json.writeFieldName(table.table().name());
            TableWriter.json(table, json);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.flush();
    }

    private interface RowWriter {
        void write(TableQuery table, OutputStream out) throws IOException;
    }
}
