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

/** Point 15: a growing Kamelet of one's own that returns before the artifact is verified. */
class EarlyKameletTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasNotReadToItsEndIsNoCopy() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Home.withKamelet(directory, "hasty", HastyStore.class, "{exportroutes.io/reads: growing}");
            Run run = run(journey, "1h");

            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            Delivery delivery = journey.delivery(run, "hasty");
            assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery.failure().code()).isEqualTo("returned_early");
            assertThat(delivery.attempts()).isEqualTo(3);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    /** It tells somebody of the artifact and keeps nothing. */
    @Test
    void aNoticeWaitsUntilTheArtifactIsVerified() throws Exception {
        try (Journey journey = new Journey(directory)) {
            withNotice();
            journey.site().sandbox().faults().plant("drip@download=3000");
            Run run = run(journey, "1h");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.delivery(run, "hasty").receipt().deliveredAt())
                    .isAfterOrEqualTo(journey.onlyExport(run).bytes().verifiedAt());
        }
    }

    @Test
    void noNoticeWaitsForAnArtifactThatIsNeverVerified() throws Exception {
        try (Journey journey = new Journey(directory)) {
            withNotice();
            journey.site().sandbox().faults().plant("corrupt@download");
            Run run = run(journey, "30s");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("artifact_corrupt");
            assertThat(journey.delivery(run, "hasty").state()).isEqualTo(DeliveryState.PENDING);
        }
    }

    private void withNotice() throws Exception {
        Home.withKamelet(
                directory,
                "hasty",
                HastyStore.class,
                "{exportroutes.io/reads: growing, exportroutes.io/stores: \"false\"}");
    }

    private Run run(Journey journey, String deadline) throws Exception {
        return journey.with("  mirror: {", "  hasty: {type: hasty}\n  mirror: {")
                .begin(
                        "nightly: {project: crm, export: database, destinations: [mirror, hasty], deadline: " + deadline
                                + "}",
                        EngineOptions.Mode.COMMAND,
                        directory)
                .once("nightly");
    }
}
