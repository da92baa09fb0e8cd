package io.exportroutes.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.custody.Keys;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Heartbeats.Due;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an address has to hear and when, by a ledger and a clock that moves when it is told to. */
@SuppressWarnings("NullAway.Init")
class DueHeartbeatsTest {
    /** Python's uuid5 of the URL urn:export-routes:run:nightly-1. */
    private static final String UUID_OF_NIGHTLY_1 = "e97c4507-ff28-58fd-8b60-bb98e6d33d34";

    private static final TransientFailure FULL =
            new TransientFailure(FailureCode.DISK_FULL, "The disk of partner is full", "Make room on it");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-31T12:00:00Z"));
    private Ledger ledger;
    private DueHeartbeats heartbeats;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
        Path file = Files.writeString(folder.resolve("exports.yaml"), """
                version: 1
                api: {base-url: "https://api.example.com", token: pat_x}
                heartbeat: {url: "https://hc.example.com/ping/{job}/", start: true}
                destinations:
                  archive: {type: file, directory: /a}
                  partner: {type: file, directory: /p}
                jobs:
                  nightly: {project: crm, export: database, destinations: [archive, partner]}
                  quiet: {project: crm, export: schema, destinations: [archive], heartbeat: {url: "https://hc.example.com/q", start: false}}
                """);
        ExportsConfig config = ConfigReader.read(file, SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS)
                .orThrow();
        heartbeats = new DueHeartbeats(config, ledger, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void theBeginningIsToldOnceAndThenTheEndUnderTheSameId() {
        begin("nightly-1", "nightly");
        assertThat(tell()).containsExactly("https://hc.example.com/ping/nightly/start?rid=" + UUID_OF_NIGHTLY_1);
        assertThat(tell()).isEmpty();

        end("nightly-1", RunState.SUCCEEDED);
        assertThat(tell()).containsExactly("https://hc.example.com/ping/nightly?rid=" + UUID_OF_NIGHTLY_1);
        assertThat(tell()).isEmpty();
    }

    @Test
    void whatAStoringDestinationDoesNotHaveIsAFailure() {
        begin("nightly-1", "nightly");
        ClaimedLedger work = Unclaimed.of(ledger);
        work.exports().take(Samples.manifest("exp_1"), "crm", "nightly-1");
        work.runs().markTransferring("nightly-1");
        work.deliveries().plan("exp_1", "nightly-1", Map.of("archive", "a", "partner", "p"), Map.of());
        work.exports().recordVerified("exp_1", 7, "ab".repeat(32), "node");
        work.deliveries().markSending("exp_1", "archive");
        work.deliveries().recordDelivered("exp_1", "archive", "archive:a", Confirmation.SIZE);
        assertThat(tell()).as("one of two has it").containsExactly(url("/start"));
        work.deliveries().markSending("exp_1", "partner");
        work.deliveries().markDead("exp_1", "partner", FULL);
        assertThat(tell()).as("the run is not settled").isEmpty();

        work.runs().settle("nightly-1", RunState.PARTIAL, null);

        assertThat(tell()).containsExactly(url("/fail"));
    }

    /** Whoever keeps what an address heard has a witness of the chain. */
    @Test
    void theTextHasTheHeadOfTheJobsChainOfCustody(@TempDir Path folder) throws Exception {
        Chains chains = ledger.deliveries().copies().chains();
        chains.signBy(Keys.notary(folder));
        chains.beginnings().open("nightly", List.of());
        chains.beginnings().adopt("nightly", "a beginning", "olga");
        begin("nightly-1", "nightly");

        String text = heartbeats.take(due().get(0)).orElseThrow().text();

        assertThat(text)
                .endsWith("Head of the chain of custody: "
                        + chains.head("nightly").orElseThrow() + "\n");
    }

    @Test
    void aRunThatFailedIsAFailureAndOneThatWasSkippedIsNothing() {
        begin("nightly-1", "nightly");
        end("nightly-1", RunState.FAILED);
        begin("nightly-2", "nightly");
        end("nightly-2", RunState.SKIPPED);

        assertThat(tell()).containsExactly(url("/fail"));
        assertThat(due()).isEmpty();
    }

    @Test
    void eachRunHasAnIdOfItsOwn() {
        begin("nightly-1", "nightly");
        begin("nightly-2", "nightly");

        assertThat(tell()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void whoWantsNoBeginningsHearsTheEndAlone() {
        begin("quiet-1", "quiet");
        assertThat(tell()).isEmpty();

        end("quiet-1", RunState.SUCCEEDED);
        assertThat(tell()).singleElement().asString().startsWith("https://hc.example.com/q?rid=");
    }

    @Test
    void whatIsRefusedIsTriedLessOftenForHalfADayAndThenGivenUp() {
        Instant begin = clock.instant();
        begin("nightly-1", "nightly");
        end("nightly-1", RunState.SUCCEEDED);
        List<Duration> waits = new ArrayList<>();

        for (List<Due> due = due(); !due.isEmpty(); due = due()) {
            heartbeats.failed(heartbeats.take(due.get(0)).orElseThrow()).ifPresent(wait -> {
                waits.add(wait);
                clock.set(clock.instant().plus(wait).minusMillis(1));
                assertThat(due()).as("before its time").isEmpty();
                clock.set(clock.instant().plusMillis(1));
            });
        }

        assertThat(waits).startsWith(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));
        assertThat(waits).isSorted().last().isEqualTo(Duration.ofSeconds(640));
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofHours(11), Duration.ofHours(13));
    }

    @Test
    void ofTwoNodesOneTellsItAndTheOtherIfThatOneDies() {
        begin("nightly-1", "nightly");
        Due due = due().get(0);

        assertThat(heartbeats.take(due)).isPresent();
        assertThat(heartbeats.take(due)).isEmpty();
        assertThat(due()).isEmpty();

        clock.set(clock.instant().plus(Duration.ofMinutes(3)));
        assertThat(heartbeats.take(due().get(0))).isPresent();
    }

    /** A replay had begun while the failure was told. */
    @Test
    void anEndThatIsNoLongerTrueDoesNotReplaceTheLastOne() {
        begin("nightly-1", "nightly");
        end("nightly-1", RunState.SUCCEEDED);
        Heartbeat taken = heartbeats.take(due().get(0)).orElseThrow();

        heartbeats.sent(new Heartbeat("nightly-1", RunState.FAILED, 1, taken.url(), taken.text()));

        clock.set(clock.instant().plus(Duration.ofMinutes(3)));
        assertThat(tell()).containsExactly(url(""));
    }

    private static String url(String event) {
        return "https://hc.example.com/ping/nightly" + event + "?rid=" + UUID_OF_NIGHTLY_1;
    }

    private void begin(String id, String job) {
        ledger.runs()
                .add(new Run(
                        id,
                        new RunOrigin(job, "crm", "schedule", clock.instant(), clock.instant()),
                        RunState.EXPORTING,
                        RunProgress.NONE,
                        FailureNote.NONE));
        ledger.alarms().heartbeats().expect(id);
    }

    private void end(String id, RunState state) {
        Unclaimed.of(ledger).runs().settle(id, state, null);
    }

    private List<Due> due() {
        return heartbeats.due();
    }

    /** What an address that takes everything hears now. */
    private List<String> tell() {
        List<String> heard = new ArrayList<>();
        for (Due due : due()) {
            Optional<Heartbeat> heartbeat = heartbeats.take(due);
            heartbeat.ifPresent(taken -> {
                heard.add(taken.url().reveal());
                heartbeats.sent(taken);
            });
        }
        return heard;
    }
}
