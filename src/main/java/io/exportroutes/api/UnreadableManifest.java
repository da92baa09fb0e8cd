package io.exportroutes.api;

import io.exportroutes.failure.TransientFailure;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a listing that cannot be read as the API describes it.
 *
 * @param id one line, cleaned; empty if it has none
 * @param downloadName as received, or null
 * @param failure why it is unreadable
 */
public record UnreadableManifest(String id, @Nullable String downloadName, TransientFailure failure) {}
