package io.exportroutes.readback;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a look at a copy found. */
public enum Result {
    /** As it was delivered, as far as its level goes. */
    OK,
    /** Nothing is under its key. */
    MISSING,
    /** Other bytes, in two readings from the start. */
    DIFFERENT,
    /** Fewer bytes. */
    TRUNCATED,
    /** It could not be read, or the bytes that were delivered do not open; the copy may be good. */
    UNREADABLE,
    /** In a storage class that has to be restored before it can be read: neither good nor bad. */
    COLD,
    /** No identity that is here decrypts it. */
    UNDECRYPTABLE,
    /** The bytes are as delivered, but nothing beside them tells what they are. */
    NO_SIDECAR;

    /** As commands, metrics and records write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Result> of(String word) {
        return Arrays.stream(values())
                .filter(result -> result.word().equals(word))
                .findFirst();
    }

    /** Whether the copy is as it was delivered. */
    public boolean isGood() {
        return this == OK || this == NO_SIDECAR;
    }

    /** Whether the copy is certainly of no use. */
    public boolean isBad() {
        return switch (this) {
            case MISSING, DIFFERENT, TRUNCATED, UNDECRYPTABLE -> true;
            case OK, UNREADABLE, COLD, NO_SIDECAR -> false;
        };
    }
}
