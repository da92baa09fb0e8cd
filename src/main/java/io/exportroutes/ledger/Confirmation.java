package io.exportroutes.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a destination confirmed that it stores the artifact, the strongest first. */
public enum Confirmation {
    /** By the SHA-256 of what it stores. */
    CHECKSUM,
    /** By another digest of what it stores, such as an MD5, a CRC or the ETag of an upload in parts. */
    DIGEST,
    /** By its size alone. */
    SIZE;

    /** As sidecars, pages and Kamelets write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The confirmation of this word; empty if the word is unknown. */
    public static Optional<Confirmation> of(@Nullable String word) {
        return Stream.of(values())
                .filter(confirmation -> confirmation.word().equals(word))
                .findFirst();
    }
}
