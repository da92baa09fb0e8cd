package io.exportroutes.ledger;

import java.util.Comparator;
import java.util.List;

/** The runs that are not settled, the longest due first. */
public final class UnfinishedRuns {
    private static final int ALL = 100_000;

    private UnfinishedRuns() {}

    public static List<Run> of(Ledger ledger) {
        return ledger.runs().recent(null, ALL).stream()
                .filter(run -> !run.state().settled())
                .sorted(Comparator.comparing((Run run) -> run.origin().scheduledFor())
                        .thenComparing(Run::id))
                .toList();
    }
}
