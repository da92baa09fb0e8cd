package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.BlackHole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, point 7: a sweep of more exports than a destination's queue holds, while that destination is dead and once it is not. */
@Tag("soak")
class FullQueueTest {
    private static final int EXPORTS = Integer.getInteger("queue.exports", 5_000);
    private static final String SWEEP =
            "sweep: {project: crm, export: existing, deadline: %s, max-concurrent: 4, destinations: [mirror, partner]}";

    @TempDir
    private Path directory;

    @Test
    void theLivingOneGetsAllOfItAndTheOtherOneTooOnceItLives() throws Exception {
        try (BlackHole hole = BlackHole.open();
                Journey journey = new Journey(directory)) {
            for (int number = 0; number < EXPORTS; number++) {
                byte[] csv = ("id\n" + number + "\n").getBytes(StandardCharsets.UTF_8);
                journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
            }
            int port = journey.port("partner");
            journey.with("port: " + port, "port: " + hole.port()).begin(SWEEP.formatted("5m"));

            Run dead = settled(journey, journey.submit("sweep"));

            assertThat(dead.state()).isEqualTo(RunState.PARTIAL);
            assertThat(delivered(journey, dead))
                    .containsEntry("mirror", (long) EXPORTS)
                    .doesNotContainKey("partner");
            journey.stop();
            journey.with("port: " + port, "port: " + port) // as it was
                    .begin(SWEEP.formatted("30m"));

            journey.engine().appContext().deadLetters().replay(dead.id());

            assertThat(settled(journey, dead.id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(delivered(journey, dead)).containsEntry("partner", (long) EXPORTS);
        }
    }

    private static Run settled(Journey journey, String run) {
        return Awaitility.await(run)
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> journey.ledger().runs().find(run).orElseThrow(), found -> found.state()
                        .settled());
    }

    private static Map<String, Long> delivered(Journey journey, Run run) {
        return journey.ledger().deliveries().ofRun(run.id()).stream()
                .filter(delivery -> delivery.state() == DeliveryState.DELIVERED)
                .collect(Collectors.groupingBy(delivery -> delivery.destination(), Collectors.counting()));
    }
}
