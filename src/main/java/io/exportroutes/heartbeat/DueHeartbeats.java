package io.exportroutes.heartbeat;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.HeartbeatConfig;
import io.exportroutes.ledger.Heartbeats.Due;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.value.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which heartbeats are to be sent, by the ledger alone: the end of a run is told after it was settled, and after a crash by whoever
 * comes next. The address is that of Healthchecks and of those that speak like it (https://healthchecks.io/docs/http_api/): as it is for
 * a success, with {@code /start} or {@code /fail} after its path, and {@code rid} for the run.
 */
public final class DueHeartbeats {
    /** Longer than any attempt. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final int LAST_DOUBLING = 6;
    /** About half a day: whoever listens has missed it by then. */
    private static final int MOST_ATTEMPTS = 70;

    private static final int AT_ONCE = 100;

    private final ExportsConfig config;
    private final Ledger ledger;
    private final Clock clock;

    public DueHeartbeats(ExportsConfig config, Ledger ledger, Clock clock) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What may be {@link #take taken} now. */
    public List<Due> due() {
        return ledger.alarms().heartbeats().due(AT_ONCE);
    }

    /**
     * Takes one that is due; it has to be reported by {@link #sent} or {@link #failed}.
     *
     * @return empty: there is nothing to send, or another node sends it
     */
    public Optional<Heartbeat> take(Due due) {
        return ledger.alarms().heartbeats().take(due, clock.instant().plus(LEASE)) ? heartbeat(due) : Optional.empty();
    }

    private Optional<Heartbeat> heartbeat(Due due) {
        Run run = due.run();
        if (run == null) {
            told(due.runId(), RunState.SKIPPED);
            return Optional.empty();
        }
        Optional<HeartbeatConfig> address = config.operators().heartbeats().of(run.job());
        boolean silent = run.state() == RunState.SKIPPED
                || address.filter(known -> run.state().settled() || known.start())
                        .isEmpty();
        if (silent) {
            told(run.id(), run.state());
            return Optional.empty();
        }
        return address.map(known -> new Heartbeat(
                run.id(),
                run.state(),
                due.attempts() + 1,
                new Secret(url(known, run)),
                HeartbeatText.of(
                        run,
                        ledger.deliveries().copies().chains().head(run.job()).orElse(null))));
    }

    private String url(HeartbeatConfig address, Run run) {
        String url = address.url().reveal().replace("{job}", encoded(run.job()));
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String before = query < 0 ? "?" : url.substring(query) + "&";
        return path.replaceFirst("/+$", "") + event(run) + before + "rid=" + RunUuid.of(run.id());
    }

    private static String encoded(String job) {
        return URLEncoder.encode(job, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String event(Run run) {
        return switch (run.state()) {
            case SUCCEEDED, SKIPPED -> "";
            case PARTIAL -> isStored(run) ? "" : "/fail";
            case FAILED -> "/fail";
            case QUEUED, EXPORTING, TRANSFERRING -> "/start";
        };
    }

    /** Whether every storing destination has everything, and only a notice did not arrive. */
    private boolean isStored(Run run) {
        return run.failure().code() == null
                && ledger.alarms().heartbeats().missing(run.id()).stream().noneMatch(this::storesAll);
    }

    /** One that exports.yaml does not know any more counts as storing: it was promised a copy. */
    private boolean storesAll(String destination) {
        DestinationConfig known = config.destinations().get(destination);
        return known == null || known.storesAll();
    }

    /** It was taken. */
    public void sent(Heartbeat heartbeat) {
        told(heartbeat.runId(), heartbeat.state());
    }

    private void told(String runId, RunState state) {
        ledger.alarms().heartbeats().told(runId, state);
    }

    /**
     * It was not taken: it is tried again, less often each time.
     *
     * @return empty: it is given up
     */
    public Optional<Duration> failed(Heartbeat heartbeat) {
        if (heartbeat.attempts() >= MOST_ATTEMPTS) {
            told(heartbeat.runId(), heartbeat.state());
            return Optional.empty();
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(heartbeat.attempts() - 1, LAST_DOUBLING));
        ledger.alarms().heartbeats().failed(heartbeat.runId(), clock.instant().plus(wait));
        return Optional.of(wait);
    }
}
