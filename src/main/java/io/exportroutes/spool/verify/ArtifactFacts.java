package io.exportroutes.spool.verify;

import org.jspecify.annotations.Nullable;

/**
 * The API's facts about an artifact, to check its bytes against.
 *
 * @param format the manifest's word (zip, zip-csv, json, sql, csv), or null
 * @param contentType a media type with or without parameters, or null
 * @param name the download's name as the API sent it, or null; only its ending is used
 * @param size bytes (size_bytes, or else Content-Length), or null if both are missing
 */
public record ArtifactFacts(
        @Nullable String format,
        @Nullable String contentType,
        @Nullable String name,
        @Nullable Long size) {}
