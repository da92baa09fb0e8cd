package io.exportroutes.route;

import io.exportroutes.failure.StopRequested;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code historyPruner}: removes old runs according to {@code keep-history}. */
public final class HistoryPruner {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPruner.class);
    /** The pause between two transactions, for other writers: a process that waits for SQLite polls only now and then. */
    private static final Duration REST = Duration.ofMillis(50);

    private final RunServices services;

    public HistoryPruner(RunServices services) {
        this.services = services;
    }

    /** Ends when all old runs are removed, or the program is about to stop; the next call continues. */
    public void prune() {
        Duration keep = services.config().service().keepHistory();
        if (keep == null) {
            return;
        }
        int runs = services.ledger().history().forget(services.clock().instant().minus(keep), this::rest);
        if (runs > 0) {
            LOG.info("{} runs without exports that ended more than {} ago are removed", runs, Durations.print(keep));
        }
    }

    private boolean rest() {
        try {
            services.stopping().pause(REST, "The history");
            return true;
        } catch (StopRequested stop) {
            return false;
        }
    }
}
