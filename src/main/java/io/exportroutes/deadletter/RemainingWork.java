package io.exportroutes.deadletter;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The work that a replay of a settled run would find beside its dead letters. */
final class RemainingWork {
    private final Ledger ledger;

    RemainingWork(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whether a worker would continue with something: what is REFUSED or FAILED waits, and its deliveries with it. */
    boolean isLeft(Run run) {
        List<ExportEntry> exports = ledger.exports().ofRun(run.id());
        Set<String> verified = exports.stream()
                .filter(export -> export.state() == ExportState.VERIFIED)
                .map(export -> export.manifest().id())
                .collect(Collectors.toSet());
        return exports.stream().anyMatch(export -> export.state() == ExportState.TAKEN)
                || ledger.deliveries().ofRun(run.id()).stream()
                        .anyMatch(delivery -> !delivery.state().settled() && verified.contains(delivery.exportId()));
    }

    /** Whether the run failed because a guard refused its artifact, and nothing else of it can be retried. */
    boolean isRefused(Run run) {
        return ledger.exports().refused(run.id()).stream()
                        .anyMatch(export -> String.valueOf(export.failure().code())
                                .equals(run.failure().code()))
                && isNothingElse(run);
    }

    /** Whether the run failed because its export was gone at the API, and nothing else of it can be retried. */
    boolean isLost(Run run) {
        return FailureCode.EXPORTS_LOST.word().equals(run.failure().code()) && isNothingElse(run);
    }

    /**
     * Whether the sweep has none of its exports any more: a replay would deliver nothing and count as a success. Another sweep
     * took the exports that it could not archive.
     */
    boolean isInOtherHands(Run run) {
        return run.progress().history().listedAt() != null
                && ledger.summaries().tally(run.id()).total() == 0;
    }

    /** Why no replay of a failed run could deliver anything; empty if one could, or a guard refused what it has. */
    Optional<PermanentFailure> nothingLeft(Run run) {
        if (run.state() != RunState.FAILED) {
            return Optional.empty();
        }
        if (isLost(run)) {
            return Optional.of(DeadLetterFailures.nothingLeft(run, "the exports that it swept are gone at the API"));
        }
        return isInOtherHands(run)
                ? Optional.of(DeadLetterFailures.nothingLeft(run, "other runs have taken the exports that it swept"))
                : Optional.empty();
    }

    private boolean isNothingElse(Run run) {
        return ledger.exports().failed(run.id()).isEmpty()
                && ledger.deliveries().dead(run.id()).isEmpty()
                && !isLeft(run);
    }
}
