package io.exportroutes.route;

import io.exportroutes.failure.StopRequested;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code historyPruner}: forgets what {@code keep-history} does not ask to remember. */
public final class HistoryPruner {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPruner.class);
    /** Between two transactions, for whoever else writes to the ledger: a process that waits for SQLite looks only now and then. */
    private static final Duration REST = Duration.ofMillis(50);

    private final RunServices services;

    public HistoryPruner(RunServices services) {
        this.services = services;
    }

    /** Ends when all is forgotten that may be, or the program is to stop; the next time goes on. */
    public void prune() {
        Duration keep = services.config().service().keepHistory();
        if (keep == null) {
            return;
        }
        int runs = services.ledger().history().forget(services.clock().instant().minus(keep), this::rest);
        if (runs > 0) {
            LOG.info(
                    "{} runs that moved nothing and ended more than {} ago are forgotten", runs, Durations.print(keep));
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
