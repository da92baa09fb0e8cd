package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.DeliveryWriter;
import io.exportroutes.run.RunContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryFailuresTest {
    @TempDir
    private Path folder;

    /** A handler that throws loses the exchange, and the delivery with it. */
    @Test
    void ofARunThatWasLostNothingIsWrittenAndTheDeliveryIsOver() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext lost = work.begin();
            ArtifactContext artifact = work.open(lost, "exp_1");
            lost.ledger().deliveries().plan("exp_1", "r1", Map.of("mirror", "key"), Map.of());
            lost.ledger().deliveries().markSending("exp_1", "mirror");
            DestinationConfig mirror = mirror(work);
            DeliveryOrder order = work.queued(lost, artifact, mirror);
            work.begin();

            work.deliveryFailures().deadLetter(order, null, new PermanentFailure(new ForeignCode("x"), "x", "x"));
            assertThat(work.services.inFlight().has("r1")).isFalse();
            DeliveryOrder another = work.queued(lost, artifact, mirror);
            work.deliveryFailures().putBack(another);

            assertThat(work.services.inFlight().has("r1")).isFalse();
            assertThat(work.ledger
                            .deliveries()
                            .find("exp_1", "mirror")
                            .orElseThrow()
                            .state())
                    .isEqualTo(DeliveryState.SENDING);
            assertThat(work.deliveryFailures().mayRetry(another, null)).isFalse();
            assertThat(work.deliveryFailures().sourceMayRecover(another)).isFalse();
        }
    }

    /** As where its artifact came to its end between the look into the ledger and the attempt. */
    @Test
    void whatSomethingElseSettledMeanwhileKeepsThatReason() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = work.begin();
            DeliveryOrder order = work.queued(run, work.open(run, "exp_1"), mirror(work));
            DeliveryWriter deliveries = run.ledger().deliveries();
            deliveries.plan("exp_1", "r1", Map.of("mirror", "key"), Map.of());
            deliveries.markDead("exp_1", "mirror", new PermanentFailure(new ForeignCode("gone"), "x", "x"));
            PermanentFailure refused =
                    assertThrows(PermanentFailure.class, () -> deliveries.markSending("exp_1", "mirror"));

            work.deliveryFailures().deadLetter(order, null, refused);

            assertThat(work.ledger.deliveries().dead("r1"))
                    .extracting(delivery -> delivery.failure().code())
                    .containsExactly("gone");
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    @Test
    void whatWasDiscardedWhileItsAttemptFailedStaysDiscarded() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = work.begin();
            DeliveryOrder order = work.queued(run, work.open(run, "exp_1"), mirror(work));
            PermanentFailure failure = new PermanentFailure(new ForeignCode("x"), "x", "x");
            run.ledger().deliveries().plan("exp_1", "r1", Map.of("mirror", "key"), Map.of());
            run.ledger().deliveries().markDead("exp_1", "mirror", failure);
            work.ledger.deliveries().discard("exp_1", "mirror");

            work.deliveryFailures().deadLetter(order, null, failure);

            assertThat(work.ledger
                            .deliveries()
                            .find("exp_1", "mirror")
                            .orElseThrow()
                            .state())
                    .isEqualTo(DeliveryState.DISCARDED);
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    @Test
    void aDeliveryIsOverAlsoWhereTheLedgerCannotBeTold() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = work.begin();
            DeliveryOrder order = work.queued(run, work.open(run, "exp_1"), mirror(work));
            work.services.inFlight().begun(order.ticket());
            work.ledger.close();

            assertThatThrownBy(() -> work.deliveryFailures().putBack(order)).isInstanceOf(ExportFailure.class);

            assertThat(work.services.inFlight().awaitQuiet(Duration.ZERO)).isTrue();
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    private static DestinationConfig mirror(RunAtWork work) {
        return Objects.requireNonNull(work.place.config().destinations().get("mirror"));
    }
}
