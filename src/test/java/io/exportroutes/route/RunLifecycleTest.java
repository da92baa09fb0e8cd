package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.run.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts against a run's deadline, which is two hours. */
class RunLifecycleTest {
    private static final Duration DEADLINE = Duration.ofHours(2);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void theTimeInWhichTheLedgerWasOutOfReachCountsAgainstNoDeadline() throws Exception {
        try (RunAtWork work = new RunAtWork(folder, Duration.ofHours(1))) {
            work.begin();
            work.clock.step(Duration.ofHours(3));
            work.services.ownedRuns().renewLease();

            assertThat(left(work)).isCloseTo(DEADLINE, TOLERANCE);
        }
    }

    @Test
    void theTimeInWhichTheLedgerAnsweredCounts() throws Exception {
        try (RunAtWork work = new RunAtWork(folder, Duration.ofMinutes(15))) {
            work.begin();
            work.clock.step(Duration.ofMinutes(14));
            work.services.ownedRuns().renewLease();

            assertThat(left(work)).isCloseTo(DEADLINE.minus(Duration.ofMinutes(14)), TOLERANCE);
        }
    }

    @Test
    void aRunThatBeganWhileTheClockWasAheadHasNoLongerDeadline() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            work.begin();
            work.clock.step(Duration.ofHours(-24));

            assertThat(left(work)).isCloseTo(DEADLINE, TOLERANCE);
        }
    }

    @Test
    void aClockThatIsSetBackMeanwhileMakesNoDeadlineLonger() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            Deadline deadline = work.begin().deadline();

            work.clock.step(Duration.ofDays(-365));

            assertThat(deadline.left(work.clock)).isCloseTo(DEADLINE, TOLERANCE);
        }
    }

    private static Duration left(RunAtWork work) throws Exception {
        return work.begin().deadline().left(work.clock);
    }
}
