package io.exportroutes.kamelet.api;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The head of a reply, taken off the message.
 *
 * @param status the HTTP status; 0 if there was none
 * @param headers by name, case ignored
 */
record ReplyHead(int status, Map<String, String> headers) {

    static ReplyHead of(Message message) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return new ReplyHead(status == null ? 0 : status, headers);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    @Nullable
    String retryAfter() {
        return header("Retry-After");
    }

    /** The server's own time, as ISO 8601; null if it sends none that can be read. */
    @Nullable
    String serverTime() {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(headers.getOrDefault("Date", ""), Instant::from)
                    .toString();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether the status says that the artifact follows. */
    boolean ok() {
        return status == 200;
    }

    /** Whether the body may be an envelope although an artifact was asked for: JSON, or who knows what, that is not sent as a file. */
    boolean mayBeEnvelope() {
        String type = headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
        return (type.isEmpty() || type.contains("json")) && header("Content-Disposition") == null;
    }

    /** Whether the server encoded the body although we asked for it as it is. */
    boolean encoded() {
        return !headers.getOrDefault("Content-Encoding", "identity").equalsIgnoreCase("identity");
    }

    /** The headers about an artifact that the caller gets. */
    Map<String, Object> artifactHeaders() {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String name : new String[] {"Content-Type", "Content-Disposition", "Content-Length"}) {
            String value = header(name);
            if (value != null) {
                shown.put(name, value);
            }
        }
        return shown;
    }
}
