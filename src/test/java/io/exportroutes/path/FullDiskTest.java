package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Csv;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.SmallDisk;
import io.exportroutes.testing.SteppedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** State folder on a real disk that is full for a while: nothing is lost, and all goes on once there is room. */
@SuppressWarnings("NullAway.Init")
@Tag(SmallDisk.TAG)
class FullDiskTest {
    private static final String NIGHTLY =
            "nightly: {project: crm, export: database, destinations: [mirror, archive], deadline: 1h}";
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror, archive]}";

    @TempDir
    Path directory;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory.resolve("state"), 8192);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aDownloadForWhichTheRoomEndsGoesOnFromItsLastByteOnceThereIsRoom() throws Exception {
        try (Journey journey = journey()) {
            plant(journey, 1_500_000);
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            ((Logger) LoggerFactory.getLogger("io.exportroutes.route.SpoolSpace")).addAppender(log);
            journey.site().sandbox().faults().plant("drip@download=50000x1");
            journey.begin(SWEEP);
            String id = journey.submit("sweep");
            Awaitility.await().until(() -> journey.engine().services().spool().usedBytes() > 100_000);
            disk.fill(0);
            Awaitility.await().until(() -> List.copyOf(log.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains(id) && line.contains("waits for space")));
            disk.free();

            Run run = journey.settled(id);

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "archive");
            List<RecordedCall> downloads = downloads(journey);
            assertThat(downloads).hasSize(2);
            assertThat(downloads.get(1).header("Range")).matches("bytes=[1-9]\\d+-");
        }
    }

    @Test
    void aRunForWhichThereIsNoRoomFailsByNameAndIsReplayedOnceThereIs() throws Exception {
        try (Journey journey = journey()) {
            plant(journey, 3_000_000);
            journey.begin(Edit.text(SWEEP, "}", ", deadline: 10s}"));
            disk.fill(300);
            Run failed = journey.once("sweep");
            assertThat(failed.failure().code()).as(failed.failure().message()).isEqualTo("spool_full");
            disk.free();
            journey.stop();
            journey.begin(SWEEP);

            journey.engine().appContext().deadLetters().replay(failed.id());

            Run run = journey.settled(failed.id());
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "archive");
        }
    }

    @Test
    void aRunThatTheLedgerHasNoRoomForAnyMoreGoesOnOnceThereIs() throws Exception {
        try (Journey journey = journey()) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(NIGHTLY);
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.calls("GET", "/exports") > 1);
            disk.fill(0);
            journey.site().sandbox().faults().clear();
            Awaitility.await().until(() -> refusal(journey).equals("disk_full"));
            awaitQuiet(journey);
            disk.free();

            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> journey.ledger()
                    .runs()
                    .find(id)
                    .orElseThrow()
                    .state()
                    .settled());

            Run run = journey.settled(id);
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "archive");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void aFiringThatTheLedgerHasNoRoomForIsMadeUpForOnceThereIs() throws Exception {
        try (Journey journey = journey()) {
            Instant now = Instant.now();
            Instant due = now.minus(Duration.ofMinutes(3)).truncatedTo(ChronoUnit.MINUTES);
            SteppedClock clock = new SteppedClock(now.minus(Duration.ofHours(3)));
            configure(journey, due);
            EngineOptions options = new EngineOptions(
                    Path.of("."), journey.site().config(), journey.site().state(), Mode.SCHEDULES);
            try (Engine engine = Engine.start(options, clock).orElseThrow()) {
                disk.fill(0);
                clock.set(now);
                Awaitility.await().during(Duration.ofSeconds(2)).until(() -> runs(engine)
                        .isEmpty());
                disk.free();

                Run run = Awaitility.await()
                        .until(
                                () -> runs(engine),
                                runs -> !runs.isEmpty() && runs.get(0).state().settled())
                        .get(0);

                assertThat(run.origin().scheduledFor()).isEqualTo(due);
                assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            }
        }
    }

    private static List<Run> runs(Engine engine) {
        return engine.appContext().ledger().runs().recent("nightly", 9);
    }

    @Test
    void whoeverAsksForARunThatTheLedgerHasNoRoomForIsTold() throws Exception {
        try (Journey journey = journey()) {
            journey.begin(NIGHTLY);
            disk.fill(0);
            assertThat(refusal(journey)).isEqualTo("disk_full");
            disk.free();
            assertThat(journey.once("nightly").state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    private Journey journey() throws Exception {
        return new Journey(directory).with("defaults:\n", "limits: {spool: {reserve: 0B}}\ndefaults:\n");
    }

    private static void configure(Journey journey, Instant due) throws Exception {
        String dial = due.toString();
        journey.site().configure("""
                limits: {spool: {reserve: 0B}}
                jobs:
                  nightly: {project: crm, export: database, schedule: "%s %s * * *", destinations: [mirror]}
                """.formatted(dial.substring(14, 16), dial.substring(11, 13)));
        Files.writeString(
                journey.site().config().resolve("application.properties"), "exports.housekeeping.interval=300\n");
    }

    private static void plant(Journey journey, int size) {
        byte[] csv = Csv.of("contacts", size);
        journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
    }

    /** The code with which another run is refused now, or none. */
    private static String refusal(Journey journey) {
        ExportFailure failure = ExportFailure.in(catchThrowable(() -> journey.submit("nightly")));
        return failure == null ? "none" : failure.code();
    }

    /** Whatever was tried against the full disk has been refused. */
    private static void awaitQuiet(Journey journey) {
        int[] seen = {-1};
        Awaitility.await().pollInterval(Duration.ofSeconds(2)).until(() -> {
            int before = seen[0];
            seen[0] = journey.site().sandbox().calls().size();
            return before == seen[0];
        });
    }

    private static List<RecordedCall> downloads(Journey journey) {
        return journey.site().sandbox().calls().stream()
                .filter(call -> call.path().contains("/download/"))
                .toList();
    }
}
