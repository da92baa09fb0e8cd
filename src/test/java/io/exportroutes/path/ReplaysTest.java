package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Issue 8, point 5: a replay that cannot even begin leaves the run and its dead letters as they were. */
class ReplaysTest {
    private static final String NIGHTLY = "%s: {project: crm, export: database, destinations: [mirror, vault]}";

    @TempDir
    private Path directory;

    @Test
    void aReplayOfARunWhoseJobWasRenamedChangesNothingAndNamesTheRemedy() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = partlyDelivered(journey);
            Delivery dead = journey.delivery(run, "vault");
            journey.stop();
            journey.begin(NIGHTLY.formatted("renamed"));

            assertThatThrownBy(() -> journey.engine().appContext().deadLetters().replay(run.id()))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> {
                        assertThat(failure.code()).isEqualTo("unknown_job");
                        assertThat(failure.hint()).contains("Restore the job", "--as JOB", "discard");
                    });

            assertThat(journey.ledger().runs().find(run.id())).contains(run);
            assertThat(journey.delivery(run, "vault")).isEqualTo(dead);
        }
    }

    @Test
    void theServiceNotesOnceThatItDoesNotReplayARunWhoseJobIsGone() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = partlyDelivered(journey);
            journey.stop();
            ListAppender<ILoggingEvent> lines = listen();
            journey.with("defaults:\n", "replay: {every: 1s, for: 1h}\ndefaults:\n")
                    .begin(NIGHTLY.formatted("renamed"), Mode.SCHEDULES);

            Run noted = Awaitility.await()
                    .until(
                            () -> journey.ledger().runs().find(run.id()).orElseThrow(),
                            found -> found.progress().history().note() != null);

            assertThat(noted.progress().history().note()).contains("there is no job nightly in exports.yaml");
            for (int turn = 0; turn < 3; turn++) {
                assertThat(journey.engine().appContext().deadLetters().replayDue(Duration.ZERO, Duration.ofDays(1)))
                        .isEmpty();
            }
            assertThat(List.copyOf(lines.list))
                    .filteredOn(line -> line.getFormattedMessage().contains(run.id()))
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .contains("there is no job nightly in exports.yaml");
            assertThat(noted.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.delivery(run, "vault").state()).isEqualTo(DeliveryState.DEAD);
        }
    }

    @Test
    void aReplayWithTheSettingsOfAnotherJobDeliversUnderTheNameOfItsOwn() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = partlyDelivered(journey);
            journey.stop();
            journey.begin(NIGHTLY.formatted("renamed"));
            journey.site().s3().createBucket("acme-vault");

            journey.engine().appContext().deadLetters().replay(List.of(run.id()), "renamed");

            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "vault");
            String sidecar = journey.delivery(run, "vault").plan().key() + ".manifest.json";
            assertThat(new String(journey.site().s3().read("acme-vault", sidecar), StandardCharsets.UTF_8))
                    .contains("\"nightly\"")
                    .doesNotContain("renamed");
        }
    }

    @Test
    void onceAllIsDiscardedTheBytesOfARunWhoseJobIsGoneAreGoneToo() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = partlyDelivered(journey);
            journey.stop();
            journey.begin(NIGHTLY.formatted("renamed"));
            assertThat(spooled(journey)).isNotEmpty();

            journey.engine().appContext().deadLetters().discard(List.of(run.id()));
            journey.stop();
            journey.restart(Mode.COMMAND);

            assertThat(spooled(journey)).isEmpty();
        }
    }

    @Test
    void aReplayThatFindsItsJobRemovedPutsBackWhatWas() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = partlyDelivered(journey);
            journey.stop();
            try (AppContext asked = AppContext.open(
                    new EngineOptions(
                            Path.of("."),
                            journey.site().config(),
                            journey.site().state(),
                            Mode.COMMAND),
                    Clock.systemUTC())) {
                asked.deadLetters().replay(run.id());
            }
            journey.begin(NIGHTLY.formatted("renamed"));

            Run ended = journey.settled(run.id());

            assertThat(ended.state()).isEqualTo(RunState.PARTIAL);
            assertThat(ended.progress().history().note()).contains("could not start", "no job nightly");
            assertThat(journey.delivery(run, "vault").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(spooled(journey)).isNotEmpty();
        }
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ((Logger) LoggerFactory.getLogger(DeadLetters.class)).addAppender(lines);
        return lines;
    }

    private static Run partlyDelivered(Journey journey) throws Exception {
        Run run = journey.begin(NIGHTLY.formatted("nightly")).once("nightly");
        assertThat(run.state()).isEqualTo(RunState.PARTIAL);
        return run;
    }

    private static File[] spooled(Journey journey) {
        return Objects.requireNonNull(
                journey.site().state().resolve("spool").toFile().listFiles());
    }
}
