package io.exportroutes.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes records as one JSON object on one line; their components are the keys, in their order, null included. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static void print(PrintWriter out, Object object) {
        out.println(text(object));
    }

    /** The object on one line. */
    public static String text(Object object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** ISO 8601 in UTC, or null. */
    public static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
