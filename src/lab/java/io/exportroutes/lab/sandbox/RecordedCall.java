package io.exportroutes.lab.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that the sandbox took, whatever became of it.
 *
 * @param at when its first line and headers were there, by the machine's clock
 * @param headers the values of a repeated header joined by commas; names in any case
 * @param body as UTF-8; empty without one
 */
public record RecordedCall(Instant at, String method, Target target, Map<String, String> headers, String body) {
    /**
     * The target of a request, raw, as on the wire.
     *
     * @param query without the question mark; null without one
     */
    public record Target(String path, @Nullable String query) {
        static Target of(URI uri) {
            return new Target(uri.getRawPath(), uri.getRawQuery());
        }

        @Override
        public String toString() {
            return query == null ? path : path + "?" + query;
        }
    }

    public String path() {
        return target.path;
    }

    /** The header's value, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
