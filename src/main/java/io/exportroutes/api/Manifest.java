package io.exportroutes.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The API's record of one export, as list-exports and the create calls return it. Missing fields are null; fields
 * we do not know stay in {@link #json()}.
 *
 * @param id {@code exp_…}
 * @param json the whole object as the API sent it
 */
public record Manifest(String id, Scope scope, Artifact artifact, Availability availability, String json) {
    /**
     * What was exported.
     *
     * @param kind {@code database_export}, {@code schema_export}, {@code table_export} or a word we do not know
     */
    public record Scope(
            String kind,
            @Nullable String project,
            @Nullable String table,
            @Nullable String format) {}

    /**
     * The file of the export.
     *
     * @param downloadName as the API sent it: never a path of ours before it is cleaned
     * @param sizeBytes null if the API does not know
     */
    public record Artifact(
            @Nullable String downloadName,
            @Nullable String contentType,
            @Nullable Long rowCount,
            @Nullable Long tableCount,
            @Nullable Long sizeBytes) {}

    /**
     * Whether the file is there, and for how long.
     *
     * @param missingAt when the API found that the file is gone; null as long as it is not
     */
    public record Availability(
            String status,
            @Nullable String statusReason,
            @Nullable Instant missingAt,
            @Nullable Instant createdAt,
            @Nullable Instant expiresAt) {}

    /** Whether the artifact can be downloaded. */
    public boolean ready() {
        return availability.status().equals("ready");
    }

    /** Whether the API reports the artifact as gone. Its expiry does not count: our clock may be wrong. */
    public boolean gone() {
        return availability.status().equals("not_found") || availability.missingAt() != null;
    }
}
