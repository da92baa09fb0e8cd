package io.exportroutes.spool.verify;

import org.jspecify.annotations.Nullable;

/**
 * What the API said about an artifact, to check its bytes against.
 *
 * @param format the manifest's word (zip, zip-csv, json, sql, csv), or null
 * @param contentType a media type with or without parameters, or null
 * @param name the download's name as the API sent it, or null; only its ending is looked at
 * @param size bytes (size_bytes, or else Content-Length), or null where neither was said
 */
public record ArtifactFacts(
        @Nullable String format,
        @Nullable String contentType,
        @Nullable String name,
        @Nullable Long size) {}
