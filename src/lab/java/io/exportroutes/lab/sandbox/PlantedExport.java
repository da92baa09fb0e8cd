package io.exportroutes.lab.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An export that the sandbox shall have although no call created it. */
public record PlantedExport(Scope scope, File file, Counts counts, Availability availability) {
    private static final Availability READY = new Availability("ready", null, null);

    /**
     * What was exported.
     *
     * @param kind {@code table_export}, {@code schema_export}, {@code database_export} or any other word
     * @param table for table exports; otherwise null
     */
    public record Scope(
            String project, String kind, @Nullable String table) {}

    /**
     * The file of the export.
     *
     * @param format the API's word
     */
    public record File(String format, String downloadName, String contentType, ArtifactContent content) {
        static File of(ExportFormat format, String downloadName, ArtifactContent content) {
            return new File(format.word(), downloadName, format.contentType(), content);
        }
    }

    /** How much is in it; null where the API does not tell. */
    public record Counts(@Nullable Long rows, @Nullable Long tables) {}

    /**
     * Whether the file is there, and for how long.
     *
     * @param status stays as it is, whatever the clock says
     * @param created null for now
     * @param expires null for never; after it the download answers {@code export_expired}
     */
    public record Availability(
            String status,
            @Nullable Instant created,
            @Nullable Instant expires) {}

    /** A ready table export as CSV: {@code contacts.csv}. */
    public static PlantedExport table(String project, String table, byte[] bytes) {
        return new PlantedExport(
                new Scope(project, "table_export", table),
                new File("csv", table + ".csv", "text/csv; charset=utf-8", content(bytes)),
                new Counts(25L, null),
                READY);
    }

    /** A ready database export as zip. */
    public static PlantedExport database(String project, byte[] bytes) {
        return database(project, content(bytes));
    }

    /** A ready database export as zip, of any size. */
    public static PlantedExport database(String project, ArtifactContent content) {
        String name = project + "_database_export.zip";
        return database(project, File.of(ExportFormat.ZIP, name, content), 1);
    }

    static PlantedExport database(String project, File file, long tables) {
        return new PlantedExport(new Scope(project, "database_export", null), file, new Counts(null, tables), READY);
    }

    /** A ready schema export as JSON. */
    public static PlantedExport schema(String project, byte[] bytes) {
        String name = project + "_schema_export.json";
        return schema(project, File.of(ExportFormat.JSON, name, content(bytes)));
    }

    static PlantedExport schema(String project, File file) {
        return new PlantedExport(new Scope(project, "schema_export", null), file, new Counts(null, null), READY);
    }

    public PlantedExport withStatus(String other) {
        return with(new Availability(other, availability.created, availability.expires));
    }

    public PlantedExport withCreated(Instant when) {
        return with(new Availability(availability.status, when, availability.expires));
    }

    public PlantedExport withExpires(@Nullable Instant when) {
        return with(new Availability(availability.status, availability.created, when));
    }

    public PlantedExport withDownloadName(String other) {
        return withFile(new File(file.format, other, file.contentType, file.content));
    }

    public PlantedExport withContentType(String other) {
        return withFile(new File(file.format, file.downloadName, other, file.content));
    }

    public PlantedExport withFile(File other) {
        return new PlantedExport(scope, other, counts, availability);
    }

    private PlantedExport with(Availability other) {
        return new PlantedExport(scope, file, counts, other);
    }

    private static ArtifactContent content(byte[] bytes) {
        byte[] copy = bytes.clone();
        return out -> out.write(copy);
    }
}
