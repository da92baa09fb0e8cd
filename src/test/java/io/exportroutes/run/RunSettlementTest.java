package io.exportroutes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.route.RunAtWork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 10: nothing of a run outlasts its deadline, not even what no lane has come to. */
class RunSettlementTest {
    private static final Duration PAST_THE_DEADLINE = Duration.ofHours(3);

    @TempDir
    private Path folder;

    /** As after a restart: its bytes are here, its deliveries are planned, and the lanes were busy with others. */
    @Test
    void aVerifiedExportThatNoLaneCameToIsADeadLetter() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext context = withVerified(work, work.begin());
            work.clock.step(PAST_THE_DEADLINE);

            assertThat(new RunSettlement(work.services).settle(context))
                    .as("the run is over")
                    .isTrue();

            Delivery delivery = work.ledger.deliveries().find("exp_1", "mirror").orElseThrow();
            assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery.failure().code()).isEqualTo("deadline");
            assertThat(work.run().state()).isEqualTo(RunState.FAILED);
            assertThat(work.ledger.exports().find("exp_1").orElseThrow().state())
                    .as("what was verified stays so")
                    .isEqualTo(ExportState.VERIFIED);
        }
    }

    @Test
    void beforeItsDeadlineARunWithAnOpenDeliveryIsNotOver() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext context = withVerified(work, work.begin());

            assertThat(new RunSettlement(work.services).settle(context)).isFalse();
            assertThat(work.ledger
                            .deliveries()
                            .find("exp_1", "mirror")
                            .orElseThrow()
                            .state())
                    .isEqualTo(DeliveryState.PENDING);
        }
    }

    /** Its bytes are good and kept: only the time to read them again was over. */
    @Test
    void aVerifiedExportThatIsReadAgainAtTheDeadlineStaysVerified() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = withVerified(work, work.begin());
            ExportEntry export = work.ledger.exports().find("exp_1").orElseThrow();

            work.artifactFailures()
                    .record(
                            run,
                            export,
                            null,
                            null,
                            new PermanentFailure(FailureCode.DEADLINE, "It has passed", "Raise it"));

            assertThat(work.ledger.exports().find("exp_1").orElseThrow().state())
                    .isEqualTo(ExportState.VERIFIED);
        }
    }

    private static RunContext withVerified(RunAtWork work, RunContext context) {
        work.take(context, "exp_1");
        context.ledger().exports().recordVerified("exp_1", 2048, "aa", "node");
        context.ledger().deliveries().plan("exp_1", "r1", Map.of("mirror", "key"), Map.of());
        return context;
    }
}
