package io.exportroutes.delivery;

import io.exportroutes.config.schema.PropertyNames;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the options of stores: text, where blank means left out; a wrong option is a failure that names it. */
public final class StoreOptions {
    private StoreOptions() {}

    public static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    public static @Nullable Secret secret(@Nullable String value) {
        return value == null || value.isBlank() ? null : new Secret(value);
    }

    /** The name of an option in messages: {@code kms-key-id (kmsKeyId)}, for exports.yaml and the Kamelet. */
    public static String name(String property) {
        String key = PropertyNames.key(property);
        return key.equals(property) ? key : key + " (" + property + ")";
    }

    public static String required(String property, @Nullable String value) {
        if (value == null) {
            throw wrong(property, "it is missing", "Set it in the destination");
        }
        return value;
    }

    public static <T> T parse(String property, @Nullable String value, Function<String, T> parser, String otherwise) {
        String text = value == null ? otherwise : value;
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(property, "'" + text + "' is " + e.getMessage(), "Correct it in the destination");
        }
    }

    public static void oneOf(String property, @Nullable String value, String... allowed) {
        if (value != null && !List.of(allowed).contains(value)) {
            throw wrong(property, "'" + value + "' is unknown", "Use one of " + List.of(allowed));
        }
    }

    public static PermanentFailure wrong(String property, String problem, String hint) {
        return new PermanentFailure(
                FailureCode.INVALID_OPTION, "The destination's " + name(property) + " is wrong: " + problem, hint);
    }
}
