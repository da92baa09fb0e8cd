package io.exportroutes.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What a check saw.
 *
 * @param check such as {@code destination}
 * @param subject what it looked at, such as the destination's name; empty if there is only one
 * @param seen never with a secret
 * @param remedy null if all is well
 */
public record Finding(
        Level level,
        String check,
        String subject,
        String seen,
        @Nullable String remedy) {
    public enum Level {
        OK,
        /** It works, and may not for long, or lets others do too much. */
        WARN,
        /** A run would fail. */
        FAIL
    }

    /** The check and its subject. */
    public String title() {
        return subject.isEmpty() ? check : check + " " + subject;
    }
}
