package io.exportroutes.readback;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a copy was looked at; each includes the ones before it. A record never has a higher one than was reached. */
public enum Level {
    /** The destination says that it has an object of this size. */
    EXISTS,
    /** The destination's own SHA-256 of the whole object is the one that was delivered. */
    CHECKSUM,
    /** All bytes were read, and have the SHA-256 that was delivered. */
    CONTENT,
    /** They are a whole zip or JSON document, as they were when they were verified. */
    OPENS,
    /** A route of the user's own took them and was content. */
    RESTORES;

    /** As exports.yaml, commands and records write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /** Whether all bytes are read for it. */
    public boolean readsBytes() {
        return compareTo(CONTENT) >= 0;
    }
}
