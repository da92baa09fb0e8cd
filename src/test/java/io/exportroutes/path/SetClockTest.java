package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.impl.triggers.CronTriggerImpl;

/** A machine whose clock was a year ahead for a while and is set right, or is put forward. */
class SetClockTest {
    private static final GroupMatcher<TriggerKey> JOBS = GroupMatcher.triggerGroupEquals("jobs");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofHours(25);

    @TempDir
    private Path directory;

    private volatile Duration ahead = YEAR;

    private final Clock clock = ((InstantSource) () -> Instant.now().plus(ahead)).withZone(ZoneOffset.UTC);
    private Journey journey;

    @BeforeEach
    void write() throws Exception {
        journey = new Journey(directory);
        Files.writeString(
                journey.site().config().resolve("application.properties"), "exports.housekeeping.interval=100\n");
    }

    @Test
    void theServiceFiresByTheClockAsItIsNow() throws Exception {
        try (Journey closing = journey) {
            closing.by(clock)
                    .begin(
                            "nightly: {project: crm, export: database, schedule: \"30 2 * * *\", destinations: [mirror]}",
                            Mode.SCHEDULES);
            Instant wrong = Instant.now().plus(YEAR);
            fireNextAfter(wrong);
            assertThat(nextFiring()).isAfter(wrong);

            ahead = Duration.ZERO;

            Awaitility.await().until(() -> nextFiring().isBefore(Instant.now().plus(DAY)));
            Awaitility.await().until(() -> closing.ledger()
                    .schedules()
                    .find("nightly")
                    .orElseThrow()
                    .seenUntil()
                    .isBefore(Instant.now()));
        }
    }

    /** As Quartz has it then: a year of minutes to go through. */
    @Test
    void whatLiesBetweenIsNotFiredOneByOne() throws Exception {
        try (Journey closing = journey) {
            ahead = Duration.ZERO;
            closing.by(clock)
                    .begin(
                            "nightly: {project: crm, export: database, schedule: \"* * * * *\", destinations: [mirror]}",
                            Mode.SCHEDULES);
            fireNextAfter(Instant.now().minus(YEAR));

            ahead = Duration.ofMinutes(10);

            Awaitility.await().until(() -> nextFiring().isAfter(Instant.now().minus(DAY)));
        }
    }

    @Test
    void whatWasQueuedMeanwhileIsWorkedOn() throws Exception {
        try (Journey closing = journey) {
            closing.by(clock)
                    .begin("nightly: {project: crm, export: database, destinations: [mirror]}", Mode.SCHEDULES);
            String queued = closing.submit("nightly");
            assertThat(closing.engine().appContext().queue().contains(queued)).isTrue();

            ahead = Duration.ZERO;

            Run run = closing.settled(queued);
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    private static Scheduler scheduler() throws Exception {
        for (Scheduler scheduler : SchedulerRepository.getInstance().lookupAll()) {
            if (!scheduler.getTriggerKeys(JOBS).isEmpty()) {
                return scheduler;
            }
        }
        throw new AssertionError("No trigger in " + JOBS);
    }

    /** The trigger of the only schedule. */
    private static TriggerKey nightly() throws Exception {
        return scheduler().getTriggerKeys(JOBS).iterator().next();
    }

    /** As it is while the clock is ahead: Quartz has the time of the machine, which a test cannot set. */
    private static void fireNextAfter(Instant time) throws Exception {
        CronTriggerImpl trigger = (CronTriggerImpl) scheduler().getTrigger(nightly());
        trigger.setStartTime(Date.from(time));
        scheduler().rescheduleJob(nightly(), trigger);
    }

    private static Instant nextFiring() throws Exception {
        return scheduler().getTrigger(nightly()).getNextFireTime().toInstant();
    }
}
