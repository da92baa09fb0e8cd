package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failed in a batch is decided as what failed by itself. */
class BatchFailuresTest {
    private final PermanentFailure permanent = new PermanentFailure(new ForeignCode("x"), "x", "x");
    private final TransientFailure passing = new TransientFailure(FailureCode.CONNECTION_LOST, "x", "x");

    @TempDir
    private Path folder;

    @Test
    void whatWouldFailAgainIsADeadLetterAlsoWhileTheProgramStops() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryBatch batch = sending(work);
            work.services.stopping().request();

            work.batchSender().fail(batch, permanent);

            assertThat(deliveries(work)).extracting(Delivery::state).containsOnly(DeliveryState.DEAD);
            assertThat(batch.left()).isEmpty();
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    @Test
    void whatMayPassIsPendingWhileTheProgramStops() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryBatch batch = sending(work);
            work.services.stopping().request();

            work.batchSender().fail(batch, passing);

            assertThat(deliveries(work)).extracting(Delivery::state).containsOnly(DeliveryState.PENDING);
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    /** Its destination did not fail. */
    @Test
    void whatCouldNotBeReadLeavesWithoutAnAttempt() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryBatch batch = sending(work);
            SourceFailure unreadable = new SourceFailure("x", new IOException("x"));

            work.batchSender().confirm(batch, List.of(PutResult.failed(unreadable), PutResult.failed(passing)));

            List<DeliveryOrder> left = work.batchSender().left(batch);
            assertThat(left).hasSize(2);
            assertThat(left.get(0).turn().failedInBatch()).isNull();
            assertThat(left.get(1).turn().failedInBatch()).isEqualTo(new Attempts(1, passing));
            assertThat(deliveries(work)).extracting(Delivery::state).containsOnly(DeliveryState.PENDING);
        }
    }

    /** The run could never be settled: each delivery that nobody works on has to end. */
    @Test
    void eachIsOverAlsoWhereTheLedgerCannotBeTold() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryBatch batch = sending(work);
            work.ledger.close();

            work.batchSender().fail(batch, permanent);

            assertThat(work.services.inFlight().awaitQuiet(Duration.ZERO)).isTrue();
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }

    private static DeliveryBatch sending(RunAtWork work) throws Exception {
        RunContext run = work.begin();
        DestinationConfig mirror =
                Objects.requireNonNull(work.place.config().destinations().get("mirror"));
        List<DeliveryOrder> orders = new ArrayList<>();
        for (String id : List.of("exp_1", "exp_2")) {
            orders.add(work.queued(run, work.open(run, id), mirror));
            run.ledger().deliveries().plan(id, "r1", Map.of("mirror", "key-" + id), Map.of());
            run.ledger().deliveries().holdKeys(id, Map.of("mirror", "key-" + id));
        }
        DeliveryBatch batch = new DeliveryBatch(orders);
        assertThat(work.batchSender().begin(batch)).isTrue();
        return batch;
    }

    private static List<Delivery> deliveries(RunAtWork work) {
        return work.ledger.deliveries().ofRun("r1");
    }
}
