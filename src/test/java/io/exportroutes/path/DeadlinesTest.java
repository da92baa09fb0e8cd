package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing waits without a limit: each server that hangs ends in a failure with a name, at its limit. */
class DeadlinesTest {
    private static final String TO_MIRROR =
            "nightly: {project: crm, export: database, destinations: [mirror], deadline: %s}";

    private static final Duration READ_TIMEOUT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "never-answer@create, 1m, timeout",
        "never-answer@list, 1m, timeout",
        "never-answer@download, 1m, stalled",
        "stall@download, 1m, stalled",
        "drip@download=20, 2s, deadline",
        "never-ready, 2s, deadline",
        "never-answer@list, 1s, deadline"
    })
    void anApiThatHangsEndsAtItsLimit(String fault, String deadline, String code) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant(fault);
            if (fault.contains("@list")) {
                journey.site().sandbox().faults().plant("never-ready@create");
            }
            Run run = journey.with("poll-interval: 200ms", limits(fault))
                    .begin(TO_MIRROR.formatted(deadline))
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).as(run.failure().message()).isEqualTo(code);
            Duration took =
                    Duration.between(run.progress().startedAt(), run.progress().finishedAt());
            // Each other limit that could have ended it, a default or the deadline of a minute, is 60 s at least.
            assertThat(took).isLessThan(Duration.ofSeconds(60));
            assertThat(took).isGreaterThanOrEqualTo(code.equals("deadline") ? limit(deadline) : READ_TIMEOUT);
            assertNothingIsLeftOpen(journey, run);
        }
    }

    private static Duration limit(String deadline) {
        return Duration.parse("PT" + deadline);
    }

    /** Only the limit that is meant, so that a machine that stands still for a moment meets no other. */
    private static String limits(String fault) {
        return "poll-interval: 200ms\n  %s-timeout: %dms"
                .formatted(fault.contains("@download") ? "stall" : "read", READ_TIMEOUT.toMillis());
    }

    private static void assertNothingIsLeftOpen(Journey journey, Run run) throws Exception {
        assertThat(journey.ledger().deliveries().ofRun(run.id()))
                .extracting(Delivery::state)
                .doesNotContain(DeliveryState.SENDING);
        assertThat(journey.engine().services().inFlight().awaitQuiet(Duration.ZERO))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "partner", "ops"})
    void aDestinationThatTakesAllAndAnswersNothingEndsAtTheDeliveryTimeout(String destination) throws Exception {
        try (Journey journey = new Journey(directory);
                FaultProxy proxy = FaultProxy.start("127.0.0.1", journey.port(destination))) {
            proxy.blackHole(true);
            String before = destination.equals("archive") ? ":" : "port: "; // an address there, a port of its own here
            Run run = journey.with(before + journey.port(destination), before + proxy.port())
                    .with("  " + destination + ": {", "  " + destination + ": {delivery-timeout: 1s, ")
                    .begin("nightly: {project: crm, export: database, destinations: [mirror, %s]}"
                            .formatted(destination))
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            Delivery delivery = journey.delivery(run, destination);
            assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery.failure().code())
                    .as(delivery.failure().message())
                    .isEqualTo("delivery_timeout");
            assertThat(delivery.attempts()).isEqualTo(3);
            journey.assertWholeEverywhere(run, "mirror");
            assertNothingIsLeftOpen(journey, run);
        }
    }

    @Test
    void deliveriesThatAreUnfinishedAtTheDeadlineBecomeDeadLettersAndAreReplayed() throws Exception {
        try (Journey journey = new Journey(directory);
                FaultProxy proxy = FaultProxy.start("127.0.0.1", journey.port("archive"))) {
            proxy.blackHole(true);
            journey.with(":" + journey.port("archive"), ":" + proxy.port())
                    .begin("nightly: {project: crm, export: database, destinations: [mirror, archive], deadline: 20s}");
            Run run = journey.once("nightly");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.delivery(run, "archive").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(journey.delivery(run, "archive").failure().code()).isEqualTo("deadline");
            assertNothingIsLeftOpen(journey, run);
            proxy.blackHole(false);
            proxy.dropConnections();
            journey.stop();
            journey.begin("nightly: {project: crm, export: database, destinations: [mirror, archive], deadline: 1h}");
            journey.engine().appContext().deadLetters().replay(run.id());
            Run replayed = journey.settled(run.id());
            assertThat(replayed.state())
                    .as(journey.ledger().deliveries().ofRun(run.id()).toString())
                    .isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "mirror", "archive");
        }
    }

    @Test
    void aKameletOfOnesOwnThatHeedsNothingIsGivenUp() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Home.withKamelet(directory, "deaf", DeafStore.class);
            Run run = journey.with("  mirror: {", "  deaf: {type: deaf, delivery-timeout: 1s}\n  mirror: {")
                    .begin(
                            "nightly: {project: crm, export: database, destinations: [mirror, deaf]}",
                            EngineOptions.Mode.COMMAND,
                            directory)
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.delivery(run, "deaf").failure().code()).isEqualTo("delivery_timeout");
            journey.assertWholeEverywhere(run, "mirror");
            assertNothingIsLeftOpen(journey, run);
            DeafStore.release(); // a stop would wait for it
        } finally {
            DeafStore.release();
        }
    }
}
