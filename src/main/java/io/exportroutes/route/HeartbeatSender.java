package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.heartbeat.DueHeartbeats;
import io.exportroutes.heartbeat.Heartbeat;
import io.exportroutes.ledger.Heartbeats.Due;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code heartbeats}: which are to be sent, and what became of each. A failed one fails no run. */
public final class HeartbeatSender {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatSender.class);

    private final DueHeartbeats heartbeats;
    private final FailureReader failures;

    public HeartbeatSender(DueHeartbeats heartbeats, FailureReader failures) {
        this.heartbeats = heartbeats;
        this.failures = failures;
    }

    /** What is to be told now. */
    public List<Due> due() {
        return heartbeats.due();
    }

    /** The heartbeat that tells it; null if there is none to send. */
    public @Nullable Heartbeat take(Due due) {
        return heartbeats.take(due).orElse(null);
    }

    /** Its address took it. */
    public void sent(Heartbeat heartbeat) {
        heartbeats.sent(heartbeat);
    }

    /**
     * Its address did not take it: the ledger keeps it for a later try.
     *
     * @param heartbeat null if it was the ledger that failed
     */
    public void failed(@Nullable Heartbeat heartbeat, String route, Exception thrown) {
        ExportFailure failure = failures.of(thrown);
        if (heartbeat == null) {
            LOG.error("Route {} failed ({}): {} {}", route, failure.code(), failure.getMessage(), failure.hint());
            return;
        }
        Optional<Duration> wait = heartbeats.failed(heartbeat);
        LOG.warn(
                "The heartbeat of run {} was not sent ({}): {} {} {}",
                heartbeat.runId(),
                failure.code(),
                failure.getMessage(),
                failure.hint(),
                wait.map(time -> "It is tried again in " + Durations.print(time) + ".")
                        .orElse("It is given up."));
    }
}
