package io.exportroutes.lab.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An export that the sandbox shall have although no call created it.
 *
 * @param kind {@code table_export}, {@code schema_export}, {@code database_export} or any other word
 * @param table for table exports; otherwise null
 * @param status stays as it is, whatever the clock says
 * @param created null for now
 * @param expires null for never; after it the download answers {@code export_expired}
 */
public record PlantedExport(
        String project,
        String kind,
        @Nullable String table,
        String format,
        String downloadName,
        String contentType,
        @Nullable Long rowCount,
        @Nullable Long tableCount,
        ArtifactContent content,
        String status,
        @Nullable Instant created,
        @Nullable Instant expires) {
    private static final String READY = "ready";

    /** A ready table export as CSV: {@code contacts.csv}. */
    public static PlantedExport table(String project, String table, byte[] bytes) {
        return new PlantedExport(
                project,
                "table_export",
                table,
                "csv",
                table + ".csv",
                "text/csv; charset=utf-8",
                25L,
                null,
                content(bytes),
                READY,
                null,
                null);
    }

    /** A ready database export as zip. */
    public static PlantedExport database(String project, byte[] bytes) {
        return database(project, content(bytes));
    }

    /** A ready database export as zip, of any size. */
    public static PlantedExport database(String project, ArtifactContent content) {
        String name = project + "_database_export.zip";
        return new PlantedExport(
                project,
                "database_export",
                null,
                "zip",
                name,
                ExportFormat.ZIP.contentType(),
                null,
                1L,
                content,
                READY,
                null,
                null);
    }

    /** A ready schema export as JSON. */
    public static PlantedExport schema(String project, byte[] bytes) {
        String name = project + "_schema_export.json";
        return new PlantedExport(
                project,
                "schema_export",
                null,
                "json",
                name,
                ExportFormat.JSON.contentType(),
                null,
                null,
                content(bytes),
                READY,
                null,
                null);
    }

    public PlantedExport withStatus(String other) {
        return with(downloadName, other, created, expires);
    }

    public PlantedExport withDownloadName(String other) {
        return with(other, status, created, expires);
    }

    public PlantedExport withCreated(Instant when) {
        return with(downloadName, status, when, expires);
    }

    public PlantedExport withExpires(@Nullable Instant when) {
        return with(downloadName, status, created, when);
    }

    public PlantedExport withContentType(String other) {
        return new PlantedExport(
                project,
                kind,
                table,
                format,
                downloadName,
                other,
                rowCount,
                tableCount,
                content,
                status,
                created,
                expires);
    }

    private PlantedExport with(String name, String state, @Nullable Instant begin, @Nullable Instant end) {
        return new PlantedExport(
                project, kind, table, format, name, contentType, rowCount, tableCount, content, state, begin, end);
    }

    private static ArtifactContent content(byte[] bytes) {
        byte[] copy = bytes.clone();
        return out -> out.write(copy);
    }
}
