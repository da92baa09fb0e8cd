package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or was.
 *
 * @param subject what it is about; at most one alarm for each is open
 * @param endedAt null while it lasts
 * @param reason what is known of it now; empty of one that needs no reason
 */
public record Alarm(
        String id,
        Subject subject,
        Instant beganAt,
        @Nullable Instant endedAt,
        FailureNote reason) {
    /**
     * @param kind a word such as {@code overdue}
     * @param job empty if it concerns no job
     * @param destination empty if it concerns all of them, or none
     */
    public record Subject(String kind, String job, String destination) implements Comparable<Subject> {
        @Override
        public int compareTo(Subject other) {
            return java.util.Comparator.comparing(Subject::job)
                    .thenComparing(Subject::destination)
                    .thenComparing(Subject::kind)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return kind + (job.isEmpty() ? "" : " " + job) + (destination.isEmpty() ? "" : " at " + destination);
        }
    }
}
