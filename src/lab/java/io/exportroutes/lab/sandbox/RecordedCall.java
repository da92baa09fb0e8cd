package io.exportroutes.lab.sandbox;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that the sandbox took, whatever became of it.
 *
 * @param at when its first line and headers were there, by the machine's clock
 * @param path raw, as on the wire
 * @param query raw, without the question mark; null without one
 * @param headers the values of a repeated header joined by commas; names in any case
 * @param body as UTF-8; empty without one
 */
public record RecordedCall(
        Instant at, String method, String path, @Nullable String query, Map<String, String> headers, String body) {
    /** The header's value, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return method + " " + path + (query == null ? "" : "?" + query);
    }
}
