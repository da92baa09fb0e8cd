package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TakenOverFailure;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stands before each write under a {@link Claim}. The run's row is locked until the write has finished: a node that
 * takes the run over does so before the write, which is then refused, or after it, and sees the write. SQLite has one writer at a time
 * and needs no lock.
 *
 * @param lock the locking clause of the select for PostgreSQL; empty for SQLite
 * @param noticed called with the refusal
 */
record Fence(Claim claim, String lock, Consumer<TakenOverFailure> noticed) {
    /** For writes beside the run's own row: they need not wait for each other. */
    static final String SHARED = " for share";

    /** For writes of the run's own row. */
    static final String ALONE = " for no key update";

    /** @throws TakenOverFailure if the claim is no longer the run's */
    void check(Handle handle) {
        Holder holder = handle.createQuery("select fence, owner from runs where id = :id" + lock)
                .bind("id", claim.runId())
                .map((row, context) -> new Holder(row.getLong("fence"), row.getString("owner")))
                .findOne()
                .orElseThrow(() -> Transition.unknown("Run " + claim.runId()));
        if (holder.fence() != claim.fence()) {
            throw takenOver(claim.runId(), holder.owner());
        }
    }

    /** @param owner who has it now, or null if that is not known */
    static TakenOverFailure takenOver(String runId, @Nullable String owner) {
        return new TakenOverFailure(
                FailureCode.TAKEN_OVER,
                "Run %s was taken over by %s".formatted(runId, owner == null ? "another process" : owner),
                "The run continues there, and this process writes nothing more about it. If it happens often, find out why this node sends"
                        + " no heartbeat: its connection to the database, its load, its clock");
    }

    private record Holder(long fence, @Nullable String owner) {}
}
