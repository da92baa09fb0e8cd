package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does by itself besides firing: catching up, and the long retries. */
class SchedulesTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasMissedIsMadeUpForOnceAsSoonAsTheApiAnswers() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Instant due = Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MINUTES);
            journey.site().configure("""
                    jobs:
                      nightly: {project: crm, export: database, schedule: "%s", destinations: [mirror]}
                    """.formatted(daily(due)));
            startedLongAgo(journey).close();
            journey.site().sandbox().faults().plant("status@list=503x2");

            journey.restart(Mode.SCHEDULES);
            Run run = first(journey);

            assertThat(run.origin().trigger()).isEqualTo("catch-up");
            assertThat(run.origin().scheduledFor()).isEqualTo(due);
            assertThat(journey.calls("GET", "/exports")).isGreaterThanOrEqualTo(3);
            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            journey.stop();
            journey.restart(Mode.SCHEDULES);
            assertThat(journey.engine().appContext().firings().missed()).isEmpty();
            assertThat(journey.ledger().runs().recent("nightly", 9)).hasSize(1);
        }
    }

    @Test
    void aDeadDeliveryIsReplayedByItselfOnceItsDestinationIsThere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            replaying(journey, "nightly: {project: crm, export: database, destinations: [mirror, vault]}");
            String id = journey.submit("nightly");
            assertThat(journey.settled(id).state()).isEqualTo(RunState.PARTIAL);

            journey.site().s3().createBucket("acme-vault");

            await(journey, id, RunState.SUCCEEDED);
            journey.assertWholeEverywhere(journey.settled(id), "mirror", "vault");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void aFailedRunIsReplayedByItselfAlsoAfterARestart() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@create=503x3");
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            journey.stop();

            replaying(journey, "nightly: {project: crm, export: database, destinations: [mirror]}");

            await(journey, run.id(), RunState.SUCCEEDED);
        }
    }

    private static void replaying(Journey journey, String job) throws Exception {
        journey.site()
                .configure(
                        "replay: {every: 1s, for: 1h}\ndefaults:\n" + Journey.FAST_RETRY + "jobs:\n" + job.indent(2));
        journey.restart(Mode.SCHEDULES);
    }

    private static void await(Journey journey, String run, RunState state) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> journey.ledger().runs().find(run).orElseThrow().state() == state);
    }

    private static Engine startedLongAgo(Journey journey) {
        EngineOptions options = new EngineOptions(
                Path.of("."), journey.site().config(), journey.site().state(), Mode.SCHEDULES);
        return Engine.start(options, Clock.offset(Clock.systemUTC(), Duration.ofHours(-5)))
                .orElseThrow();
    }

    private static Run first(Journey journey) {
        return Awaitility.await()
                .until(() -> journey.ledger().runs().recent("nightly", 1), (List<Run> runs) -> !runs.isEmpty())
                .get(0);
    }

    private static String daily(Instant time) {
        ZonedDateTime dial = time.atZone(ZoneOffset.UTC);
        return dial.getMinute() + " " + dial.getHour() + " * * *";
    }
}
