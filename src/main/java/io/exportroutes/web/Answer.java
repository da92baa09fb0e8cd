package io.exportroutes.web;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param headers besides those of each answer ({@link SecurityHeaders})
 */
public record Answer(int status, String type, Buffer body, Map<String, String> headers) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer of(int status, String type, String body) {
        return new Answer(status, type, Buffer.buffer(body), Map.of());
    }

    /** A page. */
    public static Answer html(String html) {
        return of(200, "text/html; charset=utf-8", html);
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    /** To be read by GET there, a path of this server. */
    public static Answer seeOther(String path) {
        return text(303, "").with("Location", path);
    }

    /** A file that stays the same under its name. */
    public static Answer file(String type, byte[] content, Duration kept) {
        return new Answer(200, type, Buffer.buffer(content), Map.of())
                .with("Cache-Control", "private, max-age=" + kept.toSeconds() + ", immutable");
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, more);
    }
}
