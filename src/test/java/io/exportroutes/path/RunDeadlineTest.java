package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.BusyMachine;
import io.exportroutes.testing.HandMadeZip;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Point 10: whatever a run waits for or works at, it ends within two seconds of its deadline, on a machine that is not busy
 * with something else. All other limits are far away, so that nothing else can end it.
 */
class RunDeadlineTest {
    /** Long enough for a busy machine to come to the fault before it. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String NIGHTLY =
            "nightly: {project: crm, export: database, destinations: [mirror], deadline: 5s}";
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror], deadline: 5s}";
    private static final String OTHER_LIMITS = "poll-interval: 200ms\n  read-timeout: 60s\n  stall-timeout: 60s";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "never-answer@create",
                "stall-reply@create",
                "never-ready@create never-answer@list",
                "never-ready@create stall-reply@list",
                "never-answer@download",
                "stall@download",
                "retry-after@create=60",
                "retry-after@download=60"
            })
    void anApiThatKeepsUsWaiting(String faults) throws Exception {
        try (Journey journey = new Journey(directory)) {
            List.of(faults.split(" ")).forEach(journey.site().sandbox().faults()::plant);
            Run run = journey.with("poll-interval: 200ms", OTHER_LIMITS)
                    .with("max-delay: 500ms", "max-delay: 1m")
                    .begin(NIGHTLY)
                    .once("nightly");
            assertEndsAtItsDeadline(run);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status@create=503", "status@download=503"})
    void aRetryThatWouldBeginAfterIt(String fault) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant(fault);
            Run run = journey.with("poll-interval: 200ms", OTHER_LIMITS)
                    .with("initial-delay: 100ms", "initial-delay: 1m")
                    .with("max-delay: 500ms", "max-delay: 10m")
                    .begin(NIGHTLY)
                    .once("nightly");
            assertEndsAtItsDeadline(run);
            assertThat(run.failure().message()).as("what went wrong before").contains("service_unavailable");
            assertThat(journey.calls(fault.contains("create") ? "POST" : "GET", "/export/"))
                    .as("no retry is begun")
                    .isEqualTo(1);
        }
    }

    /** Its entries overlap nowhere, so that nothing speaks against it but how long it takes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCheckThatTakesLong(boolean asItArrives) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().addExport(PlantedExport.database("crm", SlowZip.content(asItArrives)));
            Run run = journey.with("poll-interval: 200ms", OTHER_LIMITS)
                    .begin(SWEEP)
                    .once("sweep");
            assertEndsAtItsDeadline(run);
            assertThat(journey.onlyExport(run).failure().code()).isEqualTo("deadline");
        }
    }

    /** It is refused before it is read, so that no deadline is needed; and once, as it was written like that. */
    @Test
    void aZipWhoseEntriesOverlapIsRefusedByName() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] zip =
                    new HandMadeZip().withQuoted("a.csv", "b.csv", "id\n1\n").bytes();
            journey.site().sandbox().addExport(PlantedExport.database("crm", zip));
            Run run = journey.begin(SWEEP).once("sweep");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(journey.onlyExport(run).failure().code()).isEqualTo("artifact_zip_overlap");
            assertThat(journey.calls("GET", "/export/download/")).isEqualTo(1);
            assertThat(journey.ledger().deliveries().ofRun(run.id()))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.PENDING);
            assertThat(journey.engine().services().spool().usedBytes())
                    .as("a replay downloads it again")
                    .isZero();
        }
    }

    private static void assertEndsAtItsDeadline(Run run) {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure().code()).as(run.failure().message()).isEqualTo("deadline");
        Duration grace = BusyMachine.stretched(GRACE);
        assertThat(Duration.between(run.progress().startedAt(), run.progress().finishedAt()))
                .isBetween(DEADLINE, DEADLINE.plus(grace));
    }
}
