package io.exportroutes.drift;

import java.util.Locale;

/** The kinds of changes. Their words are stable: files beside exports, alerts and scripts have them. */
public enum ChangeId {
    FORMAT_CHANGED,
    TABLE_REMOVED,
    TABLE_RENAMED,
    TABLE_ADDED,
    COLUMN_REMOVED,
    COLUMN_RENAMED,
    COLUMN_TYPE_CHANGED,
    COLUMN_NULLABLE_CHANGED,
    COLUMN_DEFAULT_CHANGED,
    COLUMN_KEY_CHANGED,
    COLUMN_ADDED,
    KEY_REMOVED,
    KEY_CHANGED,
    KEY_ADDED,
    INDEX_REMOVED,
    INDEX_CHANGED,
    INDEX_ADDED,
    RELATION_REMOVED,
    RELATION_CHANGED,
    RELATION_ADDED,
    OTHER_CHANGED,
    SQL_CHANGED;

    /** Its word, such as {@code column-removed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isAddition() {
        return name().endsWith("_ADDED");
    }

    public boolean isRemoval() {
        return name().endsWith("_REMOVED");
    }

    /** What a change of this kind means, unless more is known about it. */
    Severity severity() {
        if (isRemoval()) {
            return Severity.LOSS;
        }
        return isAddition() ? Severity.ADDITION : Severity.CHANGE;
    }
}
