package io.exportroutes.schedule;

import io.exportroutes.component.jobs.JobTrigger;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.GuardConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.config.KeptConfig;
import io.exportroutes.config.LimitsConfig;
import io.exportroutes.config.OperatorsConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.config.ServiceConfig;
import io.exportroutes.cron.Cron;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.testing.SteppedClock;
import io.exportroutes.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;
import org.quartz.TriggerKey;

/** One job, its ledger, and a clock that only moves when it is told to. */
@SuppressWarnings("NullAway.Init")
public abstract class FiringsFixture {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Instant MORNING = Instant.parse("2026-06-01T06:00:00Z");

    public final SteppedClock clock = new SteppedClock(MORNING);
    public Ledger ledger;
    public RunQueue queue;
    public JobConfig job;
    public Firings firings;

    /** A database of its own. */
    public LedgerSource source(Path folder) {
        return LedgerSource.sqlite(folder.resolve("ledger.db"));
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = Ledger.open(source(folder), clock);
        queue = new RunQueue(ledger.forQueue(), "node", RunQueue.TAKEOVER);
        use(job("30 2 * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
    }

    @AfterEach
    void close() {
        queue.close();
        ledger.close();
    }

    /** Lets the trigger that the engine uses fire through the span, minute by minute. */
    final void live(String from, String until) {
        clock.set(time(from));
        Instant end = time(until);
        String quartz = String.valueOf(job.timing().schedule().cron());
        JobTrigger trigger =
                new JobTrigger(TriggerKey.triggerKey("nightly", "jobs"), JobKey.jobKey("due", "jobs"), quartz, BERLIN);
        trigger.setStartTime(Date.from(clock.instant()));
        trigger.computeFirstFireTime(null);
        firings.begin();
        while (!clock.instant().isAfter(end)) {
            Date next = trigger.getNextFireTime();
            if (!next.toInstant().isAfter(clock.instant())) {
                fire(next.toInstant());
                trigger.triggered(null);
            } else {
                clock.step(MINUTE);
            }
        }
    }

    public final void fire(Instant scheduledFor) {
        take(firings.due(List.of("nightly"), scheduledFor));
    }

    final void take(RunRequest request) {
        take(List.of(request));
    }

    final void take(List<RunRequest> requests) {
        enqueuer().enqueue(requests);
        firings.seen(requests);
    }

    public final List<Instant> due() {
        return ledger.runs().recent("nightly", 1000).stream()
                .map(run -> run.origin().scheduledFor())
                .sorted()
                .toList();
    }

    final List<Duration> delays() throws SQLException {
        List<Duration> delays = new ArrayList<>();
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select r.scheduled_for, t.execution_time from runs r"
                        + " join scheduled_tasks t on t.task_instance = r.id")) {
            while (rows.next()) {
                delays.add(Duration.between(Instant.parse(rows.getString(1)), Instant.ofEpochMilli(rows.getLong(2))));
            }
        }
        return delays;
    }

    public static Instant time(String text) {
        return Instant.parse(text);
    }

    public final Enqueuer enqueuer() {
        return new Enqueuer(config(), ledger, queue, clock);
    }

    public final void use(JobConfig config) {
        job = config;
        firings = new Firings(config(), ledger.schedules(), clock);
    }

    public final ExportsConfig config() {
        Duration second = Duration.ofSeconds(1);
        return new ExportsConfig(
                new ApiConfig(
                        URI.create("http://localhost"),
                        new Secret("pat_x"),
                        new ApiConfig.Timeouts(second, second, second),
                        second,
                        8),
                Map.of(),
                Map.of("nightly", job),
                new ServiceConfig(
                        new RetryConfig(1, second, 2, second),
                        new LimitsConfig(1, 1, second, new io.exportroutes.config.SpoolConfig(null, 0)),
                        null,
                        null,
                        KeptConfig.ALL),
                OperatorsConfig.NONE);
    }

    public static JobConfig job(String schedule, MissedRuns missed, Overlap overlap, Duration jitter) {
        return new JobConfig(
                "nightly",
                new JobConfig.Request("crm", ExportKind.DATABASE, null, Map.of(), null),
                new JobConfig.Timing(
                        new JobConfig.Schedule(Cron.toQuartz(schedule), schedule), BERLIN, jitter, missed, overlap),
                List.of(),
                new JobConfig.Limits(
                        GuardConfig.NONE,
                        Duration.ofHours(2),
                        1,
                        new JobConfig.Freshness(Duration.ofMinutes(30), null)));
    }
}
