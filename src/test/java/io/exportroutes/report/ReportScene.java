package io.exportroutes.report;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.custody.Head;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
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
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.testing.SteppedClock;
import io.exportroutes.view.ChainView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A week of a nightly job in which everything happened that a report tells of. */
final class ReportScene implements AutoCloseable {
    static final String EVIL = "<script>alert('x')</script> & \"\u001b[2J";
    static final PermanentFailure FULL =
            new PermanentFailure(FailureCode.DISK_FULL, "The disk of partner is full", "Make room on it");

    private static final String SHA = "ab".repeat(32);
    private static final String CONFIG = """
            version: 1
            api: {base-url: "https://api.example.com", token: pat_x}
            keep-history: 400d
            destinations:
              archive: {type: file, directory: /a}
              partner: {type: file, directory: /p}
            defaults: {destinations: [archive, partner], time-zone: Europe/Berlin}
            jobs:
              nightly: {project: crm, export: database, schedule: "30 2 * * *"}
              by-hand: {project: crm, export: schema}
            """;

    final SteppedClock clock = new SteppedClock(day(1).minusSeconds(3600));
    final Ledger ledger;
    final ExportsConfig config;
    private ReadBacks readBacks = ReadBacks.NONE;
    private Chains chains = Chains.NONE;

    ReportScene(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("exports.yaml"), CONFIG);
        this.config = ConfigReader.read(file, SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS)
                .orThrow();
        this.ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
        new ExpectedCopies(config, ledger, clock).begin();
    }

    /** When the job is due on that day of November, half past two in Berlin. */
    static Instant day(int day) {
        return Instant.parse("2026-11-%02dT01:30:00Z".formatted(day));
    }

    /** On the 1st all is well; then a dead destination, a failure, two days without a service, a pause, and a deletion. */
    ReportScene week() {
        run(1, RunState.SUCCEEDED);
        run(2, RunState.PARTIAL);
        run(3, RunState.FAILED);
        clock.set(day(6).plusSeconds(60));
        ledger.schedules().pause("nightly", day(6).minusSeconds(60));
        ledger.schedules().resume("nightly", day(6).plusSeconds(60));
        run(7, RunState.SUCCEEDED);
        ledger.deliveries().copies().markExpiring("exp_1", "archive", "no rule keeps it");
        ledger.deliveries().copies().recordExpired("exp_1", "archive");
        ledger.deliveries().copies().holds().place("exp_7", EVIL, "olga");
        readBacks = (period, each) -> {
            if (period.job().equals("nightly")) {
                each.accept(new ReadBacks.ReadBack(
                        new ReadBacks.Place("exp_7", "partner"), day(7).plusSeconds(60), "content", "OK", null));
            }
        };
        chains = job -> job.equals("nightly")
                ? java.util.Optional.of(new ChainView(
                        new Head(job, 42, "80".repeat(32)),
                        day(7),
                        "SHA256:key",
                        List.of(new ChainPlace(job, "archive", 40, 2, FailureNote.NONE))))
                : java.util.Optional.empty();
        clock.set(day(7).plus(Duration.ofHours(12)));
        return this;
    }

    private String begin(int day) {
        clock.set(day(day).plusSeconds(1));
        String id = "nightly-" + day;
        ledger.runs()
                .add(new Run(
                        id,
                        new RunOrigin("nightly", "crm", "schedule", day(day), clock.instant()),
                        RunState.EXPORTING,
                        RunProgress.NONE,
                        FailureNote.NONE));
        return id;
    }

    /** A run that failed because its only export did. */
    void failedExport(int day) {
        String id = begin(day);
        ClaimedLedger work = Unclaimed.of(ledger);
        work.exports().take(Samples.manifest("exp_" + day), "crm", id);
        work.exports().fail("exp_" + day, FULL);
        work.runs().settle(id, RunState.FAILED, FULL);
    }

    /** The run of that day, with an export unless it fails; a partial one does not reach the partner. */
    void run(int day, RunState end) {
        String id = begin(day);
        ClaimedLedger work = Unclaimed.of(ledger);
        if (end != RunState.FAILED) {
            String export = "exp_" + day;
            work.exports().take(Samples.manifest(export), "crm", id);
            work.runs().markTransferring(id);
            work.deliveries().plan(export, id, Map.of("archive", id + "/a.zip", "partner", id + "/p.zip"), Map.of());
            work.exports().recordVerified(export, 1536, SHA, "node");
            work.deliveries().markSending(export, "archive");
            work.deliveries().recordDelivered(export, "archive", "/a/" + export, Confirmation.SIZE);
            work.deliveries().markSending(export, "partner");
            if (end == RunState.PARTIAL) {
                work.deliveries().markDead(export, "partner", FULL);
            } else {
                work.deliveries().recordDelivered(export, "partner", "/p/" + export, Confirmation.CHECKSUM);
            }
        }
        clock.step(Duration.ofSeconds(59));
        work.runs().settle(id, end, end == RunState.FAILED ? FULL : null);
    }

    String report(Function<PrintWriter, Rendering> form, String... jobs) {
        StringWriter text = new StringWriter();
        Request november = new Request(List.of(jobs), LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-30"));
        new AuditReport(new Sources(config, ledger, clock, readBacks, chains), november)
                .write(form.apply(new PrintWriter(text)));
        return text.toString();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
