package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.BlackHole;
import io.exportroutes.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, point 7: a dead destination costs nobody else anything. */
class StarvationTest {
    private static final List<String> JOBS = List.of("crm-1", "crm-2", "crm-3", "crm-4");
    private static final int HOURS = 24;

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-06-01T00:00:00Z"));

    @Test
    void fourHourlyJobsAreOnTimeBesideABlackHoledServerAndNinetySixDeadLetters() throws Exception {
        try (BlackHole hole = BlackHole.open();
                Journey journey = new Journey(directory)) {
            journey.site().ssh().refuseLogins(true);
            journey.with("retry: {attempts: 3", "retry: {attempts: 2").by(clock).begin(jobs());
            for (int hour = 0; hour < HOURS; hour++) {
                clock.step(Duration.ofHours(1));
                fire(journey).forEach(journey::settled);
            }
            assertThat(journey.ledger().deliveries().dead()).hasSize(JOBS.size() * HOURS);
            journey.stop();
            journey.with("port: " + journey.port("partner"), "port: " + hole.port())
                    .begin(jobs());

            journey.engine().appContext().deadLetters().replayDue(Duration.ZERO, Duration.ofDays(2));
            for (int hour = 0; hour < 3; hour++) {
                clock.step(Duration.ofHours(1));
                List<String> runs = fire(journey);

                Awaitility.await("the copies in S3 of hour " + hour)
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> runs.stream().allMatch(run -> isDelivered(journey, run)));
            }

            assertThat(hole.connections()).as("the server was tried").isPositive();
            assertThat(journey.ledger().runs().recent(null, 1_000))
                    .extracting(Run::state)
                    .doesNotContain(RunState.SKIPPED);
        }
    }

    private static String jobs() {
        return JOBS.stream()
                .map(job -> job
                        + ": {project: crm, export: schema, schedule: \"@hourly\", deadline: 50m,"
                        + " destinations: [archive, partner]}\n")
                .collect(Collectors.joining());
    }

    /** The firings of this hour, as the schedule makes them. */
    private List<String> fire(Journey journey) {
        Instant hour = clock.instant();
        return JOBS.stream()
                .map(job -> new RunRequest(RunIds.scheduled(job, hour), job, "schedule", hour))
                .peek(journey.engine()::submit)
                .map(RunRequest::runId)
                .toList();
    }

    private static boolean isDelivered(Journey journey, String run) {
        return journey.ledger().deliveries().ofRun(run).stream()
                .filter(delivery -> delivery.destination().equals("archive"))
                .map(Delivery::state)
                .anyMatch(DeliveryState.DELIVERED::equals);
    }
}
