package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger knows about a job's exports, one thing at a time. */
public sealed interface PeriodFact {
    /** Whose run it was of. */
    record Origin(String runId, Instant scheduledFor) {}

    /**
     * A copy, still there or not.
     *
     * @param removal {@link Removal#NONE} if nothing was decided about it
     */
    record Copied(Origin origin, DeliveryPlan plan, CopyEntry.Stored stored, Receipt receipt, Removal removal)
            implements PeriodFact {}

    /**
     * Its removal by the retention.
     *
     * @param since when it was decided; null if it was not
     * @param done when it had gone; null if it may still be there
     */
    record Removal(
            @Nullable Instant since,
            @Nullable Instant done,
            @Nullable String reason) {
        public static final Removal NONE = new Removal(null, null, null);
    }

    /**
     * An export, or its delivery to one destination, that did not arrive.
     *
     * @param destination null for the export itself
     * @param state the word of the ledger for what became of it
     */
    record Missing(Origin origin, String exportId, @Nullable String destination, String state, FailureNote why)
            implements PeriodFact {}

    /**
     * Something that somebody did by hand about an export, and took back.
     *
     * @param undone null if it was not
     */
    record Act(String exportId, Who done, @Nullable Who undone, String reason) implements PeriodFact {}

    /** @param by a name, as it was given */
    record Who(String by, Instant at) {}
}
