package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.servers.BusyProxy;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.run.Outcomes;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails in a batch of small artifacts ends as if there were no batches. */
class BatchesTest {
    private static final int EXPORTS = 6;

    @TempDir
    private Path directory;

    @Test
    void allArriveByOneMessageForEachDestination() throws Exception {
        try (Journey journey = journey()) {
            Run run = begin(journey, "archive, partner, mirror").once("sweep");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(deliveries(journey, run, "partner"))
                    .hasSize(EXPORTS)
                    .allMatch(delivery -> delivery.attempts() == 1);
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror");
            assertThat(journey.calls("GET", "/download/")).isEqualTo(EXPORTS);
        }
    }

    /** The same call would fail again: one attempt, then a dead letter, and nobody else is touched. */
    @Test
    void aRefusalIsADeadLetterAtOnce() throws Exception {
        try (Journey journey = journey()) {
            journey.site().ssh().refuseLogins(true);
            Run run = begin(journey, "partner, mirror").once("sweep");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(deliveries(journey, run, "partner")).hasSize(EXPORTS).allSatisfy(delivery -> {
                assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(delivery.failure().code()).isEqualTo("login_refused");
                assertThat(delivery.attempts()).isEqualTo(1);
            });
            assertThat(deliveries(journey, run, "mirror"))
                    .allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
            Outcomes counted = journey.engine().services().outcomes();
            assertThat(counted.deliveries(DeliveryEnd.DEAD)).isEqualTo(EXPORTS);
            assertThat(counted.deliveries(DeliveryEnd.DELIVERED)).isEqualTo(EXPORTS);
        }
    }

    /** The attempt in the batch is the first of all there are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFailureThatPassesIsTriedAsOftenAsAnyOther(int attempts) throws Exception {
        try (Journey journey = journey()) {
            journey.with("attempts: 3", "attempts: " + attempts);
            // the short way once, then each of them as often as it may be tried
            journey.site().s3().failWrites(503, 1 + attempts * EXPORTS);
            Run run = begin(journey, "archive, mirror").once("sweep");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(deliveries(journey, run, "archive")).hasSize(EXPORTS).allSatisfy(delivery -> {
                assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(delivery.attempts()).isEqualTo(attempts);
            });
        }
    }

    /** A guard's refusal is the same by itself (eight lanes for eight exports) and in a batch, and asks for nothing again. */
    @ParameterizedTest
    @ValueSource(ints = {8, 1})
    void whatAGuardRefusesIsSettledTheFirstTime(int lanes) throws Exception {
        try (Journey journey = journey()) {
            byte[] large = ("id\n" + "1234567890\n".repeat(10)).getBytes(StandardCharsets.UTF_8);
            for (String table : List.of("large1", "large2")) {
                journey.site().sandbox().addExport(PlantedExport.table("shop", table, large));
            }
            Run run = journey.begin("sweep: {project: shop, export: existing, guard: {min-size: 50B}, max-concurrent: "
                            + lanes + ", destinations: [archive, mirror]}")
                    .once("sweep");
            assertThat(journey.calls("GET", "/download/")).isEqualTo(EXPORTS + 2);
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(run.failure().code()).isEqualTo("guard_min_size");
            List<ExportEntry> refused = journey.ledger().exports().ofRun(run.id()).stream()
                    .filter(export -> export.state() == ExportState.REFUSED)
                    .toList();
            assertThat(refused).hasSize(EXPORTS).allSatisfy(export -> {
                assertThat(export.failure().code()).isEqualTo("guard_min_size");
                assertThat(export.failure().message())
                        .isEqualTo("The artifact has 5 bytes, the job's guard wants at least 50");
                assertThat(export.bytes().sha256()).isNotNull();
                assertThat(journey.ledger()
                                .deliveries()
                                .ofExport(export.manifest().id()))
                        .hasSize(2)
                        .allMatch(delivery -> delivery.state() == DeliveryState.PENDING);
            });
            assertReleased(journey, refused.get(0));
        }
    }

    /** The bytes are here for that. */
    private static void assertReleased(Journey journey, ExportEntry refused) throws Exception {
        String id = refused.manifest().id();
        int calls = journey.calls();
        String run = journey.engine().appContext().deadLetters().release(id, "Ada", "It is right", null);
        journey.settled(run);
        journey.assertWhole(journey.ledger().exports().find(id).orElseThrow(), "archive", "mirror");
        assertThat(journey.calls()).as("nothing is asked of the API").isEqualTo(calls);
    }

    /** A server that fails a few times: each artifact arrives, those that left the batch by themselves. */
    @Test
    void whatLeavesItsBatchArrivesByItself() throws Exception {
        try (Journey journey = journey()) {
            journey.site().s3().failWrites(503, 3);
            Run run = begin(journey, "archive").once("sweep");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "archive");
        }
    }

    /** As between two attempts of its own: nobody is asked again before the time that the server named. */
    @Test
    void whatLeavesItsBatchWaitsForAsLongAsTheServerAsked() throws Exception {
        try (Journey journey = journey();
                BusyProxy busy = busy(journey)) {
            busy.refuse(1 + EXPORTS, Duration.ofSeconds(2));
            Run run = begin(journey, "archive, mirror").once("sweep");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(deliveries(journey, run, "archive"))
                    .hasSize(EXPORTS)
                    .allMatch(delivery -> delivery.attempts() == 2);
            assertThat(busy.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    /** A wait that lasts longer ends at the run's deadline, and the dead letters say what they waited for. */
    @Test
    void aWaitThatTheServerAskedForEndsAtTheDeadline() throws Exception {
        try (Journey journey = journey();
                BusyProxy busy = busy(journey)) {
            journey.with("max-concurrent: 1,", "max-concurrent: 1, deadline: 4s,");
            journey.with("max-delay: 500ms", "max-delay: 10s");
            busy.refuse(1 + EXPORTS, Duration.ofSeconds(60));
            Instant begun = Instant.now();
            Run run = begin(journey, "archive, mirror").once("sweep");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(deliveries(journey, run, "archive")).hasSize(EXPORTS).allSatisfy(delivery -> {
                assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(delivery.failure().code()).isEqualTo("deadline");
                assertThat(delivery.failure().message()).contains("before: s3_status_503");
                assertThat(delivery.attempts()).isEqualTo(1);
            });
        }
    }

    /** The server of the destination archive, behind one that is busy. */
    private static BusyProxy busy(Journey journey) {
        int port = journey.port("archive");
        BusyProxy busy = BusyProxy.start(port);
        journey.with("endpoint: \"http://127.0.0.1:" + port, "endpoint: \"http://127.0.0.1:" + busy.port());
        return busy;
    }

    private Journey journey() throws Exception {
        Journey journey = new Journey(directory);
        for (int number = 0; number < EXPORTS; number++) {
            byte[] csv = "id\n%d\n".formatted(number).getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("shop", "contacts" + number, csv));
        }
        return journey;
    }

    private static Journey begin(Journey journey, String destinations) throws Exception {
        return journey.begin(
                "sweep: {project: shop, export: existing, max-concurrent: 1, destinations: [" + destinations + "]}\n");
    }

    private static List<Delivery> deliveries(Journey journey, Run run, String destination) {
        return journey.ledger().deliveries().ofRun(run.id()).stream()
                .filter(delivery -> delivery.destination().equals(destination))
                .toList();
    }
}
