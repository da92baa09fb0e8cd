package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no exception is a failure all the same. */
class KameletErrorsTest {
    @TempDir
    private Path directory;

    @Test
    void aKameletThatEndsWithAnErrorHasDeliveredNothing() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Home.withKamelet(directory, "broken", ErrorStore.class);
            Run run = journey.with("  mirror: {", "  broken: {type: broken}\n  mirror: {")
                    .begin(
                            "nightly: {project: crm, export: database, destinations: [mirror, broken]}",
                            EngineOptions.Mode.COMMAND,
                            directory)
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            Delivery delivery = journey.delivery(run, "broken");
            assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery.attempts()).isEqualTo(3);
            assertThat(delivery.failure().message())
                    .contains("NoClassDefFoundError")
                    .contains("com/example/Driver");
            journey.assertWholeEverywhere(run, "mirror");
        }
    }
}
