package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Point 10: whatever a run waits for or works at, it ends within two seconds of its deadline. All other limits are far away,
 * so that nothing else can end it.
 */
class RunDeadlineTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String NIGHTLY =
            "nightly: {project: crm, export: database, destinations: [mirror], deadline: 3s}";
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
            assertThat(run.error()).as("what went wrong before").contains("service_unavailable");
            assertThat(journey.calls(fault.contains("create") ? "POST" : "GET", "/export/"))
                    .as("no retry is begun")
                    .isEqualTo(1);
        }
    }

    private static void assertEndsAtItsDeadline(Run run) {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.errorCode()).as(run.error()).isEqualTo("deadline");
        assertThat(Duration.between(run.startedAt(), run.finishedAt())).isBetween(DEADLINE, DEADLINE.plus(GRACE));
    }
}
