package io.exportroutes.drift;

import org.jspecify.annotations.Nullable;

/**
 * One difference. Names and values are as they were sent: who prints them makes them visible.
 *
 * @param values before and after, without any that may be a secret
 * @param note what else there is to say, such as a similar name; may be empty
 */
public record Change(ChangeId id, Severity severity, Subject subject, Values values, String note) {
    /**
     * What changed.
     *
     * @param table its name, or null for what belongs to no table
     * @param name of the column, index or other part, or null for the table itself
     */
    public record Subject(@Nullable String table, @Nullable String name) {
        static final Subject WHOLE = new Subject(null, null);
    }

    /** Null is a value that is not there, or that has to stay hidden. */
    public record Values(@Nullable String before, @Nullable String after) {
        static final Values NONE = new Values(null, null);

        boolean isEmpty() {
            return before == null && after == null;
        }
    }

    static Change of(ChangeId id, Subject subject) {
        return of(id, subject, "");
    }

    static Change of(ChangeId id, Subject subject, String note) {
        return new Change(id, id.severity(), subject, Values.NONE, note);
    }
}
