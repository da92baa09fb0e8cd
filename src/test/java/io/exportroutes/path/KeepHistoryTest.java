package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import io.exportroutes.route.HistoryPruner;
import io.exportroutes.testing.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 17: what {@code keep-history} forgets is missed by nothing that runs afterwards. */
class KeepHistoryTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror]}";

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.now().minus(Duration.ofDays(1_000)));

    @Test
    void aSweepAfterThePruningTakesNothingThatWasTakenOrLostBefore() throws Exception {
        try (Journey journey = planted()) {
            journey.with("version: 1\n", "version: 1\nkeep-history: 400d\n").begin(SWEEP, Mode.SCHEDULES);
            Run first = journey.once("sweep");
            List<ExportEntry> exports = journey.ledger().exports().ofRun(first.id());
            List<Delivery> deliveries = journey.ledger().deliveries().ofRun(first.id());
            assertThat(exports).hasSize(4);
            assertThat(deliveries).hasSize(3);
            List<String> empty = List.of(empty(journey), empty(journey), empty(journey));
            clock.step(Duration.ofDays(401));

            Awaitility.await().untilAsserted(() -> assertThat(runs(journey)).containsExactly(empty.get(2), first.id()));
            String again = empty(journey);

            assertThat(runs(journey)).startsWith(again);
            assertThat(journey.calls("GET", "/download/")).isEqualTo(3);
            assertThat(journey.ledger().exports().ofRun(first.id())).isEqualTo(exports);
            assertThat(journey.ledger().deliveries().ofRun(first.id())).isEqualTo(deliveries);
        }
    }

    @Test
    void withoutKeepHistoryNothingIsForgotten() throws Exception {
        try (Journey journey = planted()) {
            journey.begin(SWEEP, Mode.SCHEDULES);
            Run first = journey.once("sweep");
            List<String> empty = List.of(empty(journey), empty(journey));
            clock.step(Duration.ofDays(4_000));

            new HistoryPruner(journey.engine().services()).prune();

            assertThat(runs(journey)).contains(first.id()).containsAll(empty);
        }
    }

    /** Three exports that are ready and one that is gone. */
    private Journey planted() throws Exception {
        Journey journey = new Journey(directory).by(clock);
        Files.writeString(
                journey.site().config().resolve("application.properties"),
                "exports.housekeeping.interval=100\nexports.history.interval=100\n");
        byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
        for (int number = 0; number < 3; number++) {
            journey.site().sandbox().addExport(PlantedExport.table("crm", "t" + number, csv));
        }
        journey.site()
                .sandbox()
                .addExport(PlantedExport.table("crm", "gone", csv).withStatus("not_found"));
        return journey;
    }

    /** A sweep that finds nothing, later than the one before. */
    private String empty(Journey journey) {
        clock.step(Duration.ofMinutes(15));
        Run run = journey.once("sweep");
        assertThat(journey.ledger().exports().ofRun(run.id())).isEmpty();
        return run.id();
    }

    private static List<String> runs(Journey journey) {
        return journey.ledger().runs().recent("sweep", 99).stream().map(Run::id).toList();
    }
}
