package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.component.jobs.JobTrigger;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.matchers.GroupMatcher;

/** What fires in the real engine, and what becomes of a firing while the last run is still going. */
class FiringEngineTest {
    private static final String EVERY_SECOND =
            "nightly: {project: crm, export: database, schedule: \"* * * * * ?\", overlap: %s, destinations: [mirror]}";

    @TempDir
    private Path directory;

    @Test
    void aJobFiresByTheWallClockOfItsZoneOnChangeoverDaysToo() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin(
                    "nightly: {project: crm, export: database, schedule: \"30 2 * * *\", time-zone: Europe/Berlin,"
                            + " destinations: [mirror]}",
                    Mode.SCHEDULES);

            Trigger trigger = triggers().get(0);

            assertThat(trigger).isInstanceOf(JobTrigger.class);
            assertThat(next(trigger, "2027-01-10T00:00:00Z")).isEqualTo(Instant.parse("2027-01-10T01:30:00Z"));
            assertThat(next(trigger, "2027-03-27T12:00:00Z"))
                    .as("02:30 is left out, 03:30 summer time comes instead")
                    .isEqualTo(Instant.parse("2027-03-28T01:30:00Z"));
            assertThat(next(trigger, "2027-10-30T12:00:00Z"))
                    .as("the second 02:30")
                    .isEqualTo(Instant.parse("2027-10-31T01:30:00Z"));
        }
    }

    @Test
    void allJobsOfOneScheduleAreDueByOneTrigger() throws Exception {
        String job = "%s: {project: crm, export: schema, schedule: \"%s\", overlap: queue, destinations: [mirror]}\n";
        try (Journey journey = new Journey(directory)) {
            journey.begin(
                    job.formatted("first", "* * * * * ?")
                            + job.formatted("second", "* * * * * ?")
                            + job.formatted("yearly", "0 0 1 1 *"),
                    Mode.SCHEDULES);

            Awaitility.await().until(() -> Stream.of("first", "second")
                    .allMatch(name -> journey.ledger().runs().recent(name, 100).stream()
                            .anyMatch(run -> run.state() == RunState.SUCCEEDED)));
            assertThat(triggers()).hasSize(2);
            assertThat(scheduledTimes(journey, "first")).containsAnyElementsOf(scheduledTimes(journey, "second"));
            assertThat(scheduledTimes(journey, "yearly")).isEmpty();
        }
    }

    private static List<Instant> scheduledTimes(Journey journey, String job) {
        return journey.ledger().runs().recent(job, 100).stream()
                .map(run -> run.origin().scheduledFor())
                .toList();
    }

    @Test
    void aFiringWhileTheLastRunIsGoingIsSkippedWithTheReason() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(EVERY_SECOND.formatted("skip"), Mode.SCHEDULES);

            Run skipped = Awaitility.await()
                    .until(() -> skipped(runs(journey)), Optional::isPresent)
                    .orElseThrow();

            assertThat(skipped.failure().code()).isEqualTo("overlap");
            assertThat(skipped.failure().message()).contains("still running");
            assertThat(runs(journey))
                    .anyMatch(run -> !run.state().settled() && !run.id().equals(skipped.id()));
        }
    }

    private static Optional<Run> skipped(List<Run> runs) {
        return runs.stream().filter(run -> run.state() == RunState.SKIPPED).findFirst();
    }

    @Test
    void aFiringThatIsToQueueWaitsForItsTurn() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(EVERY_SECOND.formatted("queue"), Mode.SCHEDULES);
            // The first that is recorded need not be the first that was due: a catch-up may come in between.
            List<Run> all = Awaitility.await()
                    .until(
                            () -> runs(journey),
                            found -> going(found).isPresent() && waiting(found).count() > 1);
            Run first = going(all).orElseThrow();
            Run second = waiting(all).findFirst().orElseThrow();

            journey.site().sandbox().faults().clear();

            Run firstEnded = journey.settled(first.id());
            Run secondEnded = journey.settled(second.id());
            assertThat(firstEnded.state()).as(firstEnded.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(secondEnded.state()).as(secondEnded.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(secondEnded.progress().startedAt())
                    .isAfterOrEqualTo(firstEnded.progress().finishedAt());
        }
    }

    private static Optional<Run> going(List<Run> runs) {
        return runs.stream().filter(run -> run.state() == RunState.EXPORTING).findFirst();
    }

    private static Stream<Run> waiting(List<Run> runs) {
        return runs.stream().filter(run -> run.state() == RunState.QUEUED);
    }

    @Test
    void whatFailedLongerAgoThanReplayLooksBackIsLeftAlone() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@create=503x6");
            journey.with("defaults:\n", "replay: {every: 1s, for: 1h}\ndefaults:\n")
                    .begin("nightly: {project: crm, export: database, destinations: [mirror]}");
            journey.stop();
            String old = failedTwoHoursAgo(journey);
            journey.restart(Mode.SCHEDULES);

            String young = journey.submit("nightly");

            Awaitility.await().until(() -> state(journey, young) == RunState.SUCCEEDED);
            assertThat(journey.ledger().runs().unsuccessful(Instant.EPOCH, Instant.now(), Instant.now()))
                    .extracting(Run::id)
                    .containsExactly(old);
            assertThat(state(journey, old)).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void whatFailedByAClockThatWasAheadIsReplayedAsIfItHadFailedLongAgo() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@create=503x3");
            journey.with("defaults:\n", "replay: {every: 1s, for: 1h}\ndefaults:\n")
                    .begin("nightly: {project: crm, export: database, destinations: [mirror]}");
            String ahead = journey.once("nightly").id();
            HikariDataSource ledger = (HikariDataSource)
                    journey.engine().appContext().ledger().forQueue().dataSource();
            try (Connection connection = ledger.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "update runs set created_at = '2099' || substr(created_at, 5), finished_at = '2099' ||"
                                + " substr(finished_at, 5)");
            }
            journey.stop();

            journey.restart(Mode.SCHEDULES);

            Awaitility.await().until(() -> state(journey, ahead) == RunState.SUCCEEDED);
        }
    }

    @Test
    void aScheduleWhoseYearsAreOverStopsNoOtherJob() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String over =
                    "fair: {project: crm, export: schema, schedule: \"0 0 2 * * ? 2020\", destinations: [mirror]}";
            journey.begin(over + "\n" + EVERY_SECOND.formatted("skip"), Mode.SCHEDULES);

            Awaitility.await().until(() -> runs(journey).stream().anyMatch(run -> run.state() == RunState.SUCCEEDED));
        }
    }

    @Test
    void aStopWhoseLastWordTheLedgerRefusesLetsGoOfTheStateFolder() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin(Edit.text(EVERY_SECOND.formatted("skip"), "* * * * * ?", "0 0 1 1 *"))
                    .stop();
            EngineOptions options = new EngineOptions(
                    Path.of("."), journey.site().config(), journey.site().state(), Mode.SCHEDULES);
            Engine engine = Engine.start(options, Clock.systemUTC()).orElseThrow();
            HikariDataSource ledger =
                    (HikariDataSource) engine.appContext().ledger().forQueue().dataSource();
            try (Connection connection = ledger.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter table schedules rename to elsewhere");
            }

            assertThatThrownBy(engine::close).isInstanceOf(ExportFailure.class);

            assertThat(Engine.holder(journey.site().state())).isEmpty();
            assertThat(ledger.isClosed()).isTrue();
        }
    }

    private static String failedTwoHoursAgo(Journey journey) {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
        EngineOptions options = new EngineOptions(
                Path.of("."), journey.site().config(), journey.site().state(), Mode.COMMAND);
        try (Engine engine = Engine.start(options, clock).orElseThrow()) {
            String id = RunIds.manual("nightly", clock.instant(), RandomGenerator.getDefault());
            engine.submit(new RunRequest(id, "nightly", "manual", clock.instant()));
            Awaitility.await()
                    .until(() -> engine.appContext()
                                    .ledger()
                                    .runs()
                                    .find(id)
                                    .orElseThrow()
                                    .state()
                            == RunState.FAILED);
            return id;
        }
    }

    private static RunState state(Journey journey, String run) {
        return journey.ledger().runs().find(run).orElseThrow().state();
    }

    private static List<Run> runs(Journey journey) {
        return journey.ledger().runs().recent("nightly", 100).stream()
                .sorted(Comparator.comparing(run -> run.origin().scheduledFor()))
                .toList();
    }

    private static Instant next(Trigger trigger, String after) {
        return trigger.getFireTimeAfter(Date.from(Instant.parse(after))).toInstant();
    }

    private static List<Trigger> triggers() throws SchedulerException {
        List<Trigger> triggers = new ArrayList<>();
        for (Scheduler scheduler : SchedulerRepository.getInstance().lookupAll()) {
            for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals("jobs"))) {
                triggers.add(scheduler.getTrigger(key));
            }
        }
        return triggers;
    }
}
