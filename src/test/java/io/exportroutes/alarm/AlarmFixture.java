package io.exportroutes.alarm;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.custody.Keys;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.notification.Notification;
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.schedule.Firings;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger, an exports.yaml, a clock that moves when it is told to, and runs that end as the test says. */
@SuppressWarnings("NullAway.Init")
abstract class AlarmFixture {
    static final TransientFailure FULL =
            new TransientFailure(FailureCode.DISK_FULL, "The disk of partner is full", "Make room on it");

    /** A job at half past two, and a channel that hears of its alarms. */
    static final String NIGHTLY = """
            jobs:
              nightly: {project: crm, export: database, schedule: "30 2 * * *"}
            notifications:
              ops: {type: webhook, url: "https://example.com/hook"}
            """;

    private static final String SHA = "ab".repeat(32);
    private static final String HEAD = """
            version: 1
            api: {base-url: "https://api.example.com", token: pat_x}
            destinations:
              archive: {type: file, directory: /a}
              partner: {type: file, directory: /p}
            defaults: {destinations: [archive, partner], time-zone: Europe/Berlin, deadline: 2h, grace: 30m}
            """;

    /** Noon, in Berlin an hour later. */
    final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-31T12:00:00Z"));

    /** The destinations and channels that take nothing. */
    final Set<String> broken = new TreeSet<>();

    final List<Notification> told = new ArrayList<>();
    Duration tick = Duration.ofMinutes(10);
    Ledger ledger;
    ExportsConfig config;
    AlarmWatch watch;
    Notifier notifier;
    private Path folder;
    private int runs;
    private boolean serving = true;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** A service starts with these sections of exports.yaml. */
    void start(String sections) throws IOException {
        Path file = Files.writeString(folder.resolve("exports.yaml"), HEAD + sections);
        config = ConfigReader.read(file, SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS)
                .orThrow();
        new Firings(config, ledger.schedules(), clock).begin();
        new ExpectedCopies(config, ledger, clock).begin();
        watch = new AlarmWatch(config, ledger, clock);
        notifier = new Notifier(config, ledger, clock, "node");
        serving = true;
    }

    /** The job has a chain of custody from now on. */
    final Chains beginChain(String job) throws IOException, GeneralSecurityException {
        Chains chains = ledger.deliveries().copies().chains();
        chains.signBy(Keys.notary(folder));
        chains.beginnings().open(job, List.of());
        chains.beginnings().adopt(job, "a beginning", "olga");
        return chains;
    }

    /** The process is dead from now on. */
    void kill() {
        serving = false;
    }

    /** Time passes: each firing makes a run that ends at once, the alarms are looked at, the channels are told. */
    void live(Duration span) {
        Instant end = clock.instant().plus(span);
        while (clock.instant().isBefore(end)) {
            Instant before = clock.instant();
            clock.set(next(before, end));
            if (serving) {
                config.jobs().values().forEach(job -> fire(job, before));
                watch.look();
                config.operators().channels().keySet().forEach(this::tell);
            }
        }
    }

    /** A look at each tick, and one at each firing. */
    private Instant next(Instant now, Instant end) {
        Instant next = now.plus(tick);
        for (JobConfig job : config.jobs().values()) {
            Instant firing = job.timing().nextDue(now).orElse(end);
            next = firing.isBefore(next) ? firing : next;
        }
        return next.isBefore(end) ? next : end;
    }

    private void fire(JobConfig job, Instant after) {
        job.timing()
                .nextDue(after)
                .filter(firing -> !firing.isAfter(clock.instant()))
                .filter(firing -> !ledger.schedules().paused().contains(job.name()))
                .ifPresent(firing -> run(job.name(), firing));
    }

    /** A run of the job that ends at once; its copies arrive at each destination that is not broken. */
    final String run(String job, Instant scheduledFor) {
        String id = job + "-" + runs++;
        ledger.runs()
                .add(new Run(
                        id,
                        new RunOrigin(job, "crm", "schedule", scheduledFor, clock.instant()),
                        RunState.EXPORTING,
                        RunProgress.NONE,
                        FailureNote.NONE));
        ClaimedLedger work = Unclaimed.of(ledger);
        String export = "exp_" + id;
        work.exports().take(Samples.manifest(export), "crm", id);
        work.runs().markTransferring(id);
        List<String> destinations = config.job(job).destinations();
        work.deliveries()
                .plan(
                        export,
                        id,
                        destinations.stream().collect(Collectors.toMap(name -> name, name -> id + "/" + name)),
                        Map.of());
        work.exports().recordVerified(export, 7, SHA, "node");
        destinations.forEach(destination -> deliver(work, export, destination));
        work.runs().settle(id, end(destinations), null);
        return id;
    }

    private void deliver(ClaimedLedger work, String export, String destination) {
        work.deliveries().markSending(export, destination);
        if (broken.contains(destination)) {
            work.deliveries().markDead(export, destination, FULL);
        } else {
            work.deliveries().recordDelivered(export, destination, destination + ":" + export, Confirmation.SIZE);
        }
    }

    private RunState end(List<String> destinations) {
        if (broken.containsAll(destinations)) {
            return RunState.FAILED;
        }
        return destinations.stream().anyMatch(broken::contains) ? RunState.PARTIAL : RunState.SUCCEEDED;
    }

    private void tell(String channel) {
        Notifier.@Nullable Order order = notifier.take(channel);
        if (order == null) {
            return;
        }
        if (broken.contains(channel)) {
            notifier.failed(order, FailureNote.of(FULL));
        } else {
            notifier.sent(order);
            told.add(order.message());
        }
    }
}
