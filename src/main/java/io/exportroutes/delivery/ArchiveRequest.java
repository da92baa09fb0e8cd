package io.exportroutes.delivery;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One call of an archive Kamelet.
 *
 * @param key of the object; of a list how the keys begin, empty for all; of the versions none
 * @param after for a list: the key after which it begins, empty for the first
 * @param limit for a list: the most objects
 */
public record ArchiveRequest(Operation operation, String key, String after, int limit) {
    /** A folder is read anew for each page, so that a large one needs large pages; S3 gives {@value #PAGE} at once. */
    public static final int LARGEST_PAGE = 10_000;

    /** Unless another limit is asked for. */
    public static final int PAGE = 1000;

    /** What can be done with what a destination has. */
    public enum Operation {
        LIST,
        HEAD,
        GET,
        DELETE,
        /** What keeps an object from being deleted for good. */
        LOCK,
        TAGS,
        /** What becomes of former versions. */
        VERSIONS;

        /**
         * The operation of this word.
         *
         * @throws PermanentFailure {@code invalid_option} if there is none
         */
        public static Operation of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new PermanentFailure(
                            FailureCode.INVALID_OPTION,
                            word.isEmpty()
                                    ? "The Kamelet was told no operation"
                                    : "The Kamelet has no operation '" + word + "'",
                            "Use one of "
                                    + Arrays.stream(values())
                                            .map(Operation::word)
                                            .collect(Collectors.joining(", "))));
        }

        /** As Kamelets and headers write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it asks for one object. */
        boolean hasKey() {
            return this != LIST && this != VERSIONS;
        }
    }

    /** @throws PermanentFailure {@code key_invalid} if no object of ours can have that key */
    public ArchiveRequest {
        KeyCheck.parts(operation.hasKey() ? key : key + "x");
        limit = Math.max(1, Math.min(limit, LARGEST_PAGE));
    }
}
