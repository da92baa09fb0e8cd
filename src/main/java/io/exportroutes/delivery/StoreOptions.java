package io.exportroutes.delivery;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the stores read their options: as text, blank means left out, and a wrong one is a failure that names it. */
public final class StoreOptions {
    private StoreOptions() {}

    public static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    public static @Nullable Secret secret(@Nullable String value) {
        return value == null || value.isBlank() ? null : new Secret(value);
    }

    public static String required(String name, @Nullable String value) {
        if (value == null) {
            throw wrong(name, "it is missing", "Set it in the destination");
        }
        return value;
    }

    public static <T> T parse(String name, @Nullable String value, Function<String, T> parser, String otherwise) {
        String text = value == null ? otherwise : value;
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "'" + text + "' is " + e.getMessage(), "Correct it in the destination");
        }
    }

    public static void oneOf(String name, @Nullable String value, String... allowed) {
        if (value != null && !List.of(allowed).contains(value)) {
            throw wrong(name, "'" + value + "' is unknown", "Use one of " + List.of(allowed));
        }
    }

    public static PermanentFailure wrong(String name, String problem, String hint) {
        return new PermanentFailure(
                FailureCode.INVALID_OPTION, "The destination's " + name + " is wrong: " + problem, hint);
    }
}
