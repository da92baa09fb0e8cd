package io.exportroutes.chain;

import io.exportroutes.custody.Head;
import org.jspecify.annotations.Nullable;

/**
 * A file of the chains that a destination has to get.
 *
 * @param head up to where the destination has the chain with this file; null if that takes another one
 * @param files the SHA-256 of the files beside the chains, of which this is the last; null for any other
 */
public record ChainFile(
        String destination,
        String key,
        byte[] bytes,
        @Nullable Head head,
        @Nullable String files) {
    /** By its kind: the files of a chain are JSON and text. */
    public String contentType() {
        return key.endsWith(".json") ? "application/json" : "text/plain; charset=utf-8";
    }
}
