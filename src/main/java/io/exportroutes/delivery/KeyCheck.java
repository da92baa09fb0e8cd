package io.exportroutes.delivery;

import io.exportroutes.config.KeyTemplate;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.SafeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last guard before a key becomes a path at a destination; {@link KeyTemplate} makes only such keys. */
public final class KeyCheck {
    private KeyCheck() {}

    /** The failure of a read that finds nothing. */
    public static PermanentFailure absent(String location, @Nullable Throwable cause) {
        return new PermanentFailure(
                FailureCode.NOT_FOUND, "Nothing is at " + location, "Find out who moved or removed it", cause);
    }

    /**
     * The parts of a key.
     *
     * @throws PermanentFailure for a key that is empty or has an empty part, a dot at the start of a part, or a control character
     */
    public static List<String> parts(String key) {
        List<String> parts = List.of(key.split("/", -1));
        for (String part : parts) {
            if (part.isBlank()
                    || part.startsWith(".")
                    || part.indexOf('\\') >= 0
                    || part.chars().anyMatch(Character::isISOControl)) {
                throw new PermanentFailure(
                        FailureCode.KEY_INVALID,
                        "The key has a forbidden part: " + SafeName.of(part),
                        "Check the destination's key template");
            }
        }
        return parts;
    }
}
