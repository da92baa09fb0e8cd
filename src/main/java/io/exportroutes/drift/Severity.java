package io.exportroutes.drift;

import java.util.Locale;

/** What a change means for the data of the next exports; the worst is first. */
public enum Severity {
    /** Something is gone, or holds less than before. */
    LOSS,
    /** Something is different. */
    CHANGE,
    /** Something is new. */
    ADDITION;

    /** Its word, such as {@code loss}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is as bad as the other, or worse. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
