package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.HandOut;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, points 7 and 22: who ends a run whose downloads are done, and what a deadline may write. */
class RunEndsTest {
    private static final Duration PAST_THE_DEADLINE = Duration.ofHours(3);

    @TempDir
    private Path folder;

    @Test
    void theLastDeliveryEndsTheRun() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.services.inFlight().begun("r1", order.id());
            deliver(work, order);

            work.services.inFlight().over("r1", order.id());

            assertThat(work.run().state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aDeliveryThatHasBegunEndsByItselfWhateverTheDeadline() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.services.inFlight().begun("r1", order.id());
            order.run().ledger().deliveries().sending(order.exportId(), "mirror");
            work.clock.step(PAST_THE_DEADLINE);

            work.ends.look();

            assertThat(delivery(work).state()).as("it may still succeed").isEqualTo(DeliveryState.SENDING);
            order.run().ledger().deliveries().delivered(order.exportId(), "mirror", "file:/mirror/key");
            work.services.inFlight().over("r1", order.id());
            assertThat(delivery(work).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(work.run().state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aDeliveryThatStillWaitsInItsQueueAtTheDeadlineIsADeadLetterAndNeverBegins() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.clock.step(PAST_THE_DEADLINE);

            work.ends.look();

            assertThat(delivery(work).state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery(work).errorCode()).isEqualTo("deadline");
            assertThat(work.services.inFlight().begun("r1", order.id())).isFalse();
            assertThat(work.run().state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void theDeliveriesOfReplaysStandBehindThoseOfFreshRuns() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder fresh = delivering(work);
            work.ledger.runs().settle("r1", RunState.FAILED, new FinalFailure("x", "x", "x"));
            work.ledger.replays().reopen("r1", List.of(), null);
            RunContext replayed = RunContext.of(work.begin());
            DeliveryOrder replay = new DeliveryOrder(replayed, fresh.artifact(), fresh.destination(), "key");
            BlockingQueue<Exchange> queue = new DeliveryQueues().create(10);

            queue.add(work.carrying(replay));
            queue.add(work.carrying(fresh));

            assertThat(queue.take().getMessage().getBody()).isEqualTo(fresh);
            assertThat(queue.take().getMessage().getBody()).isEqualTo(replay);
        }
    }

    @Test
    void aQueueThatIsFullTakesNoMoreAndHoldsUpNobody() {
        InFlight inFlight = new InFlight(1);

        assertThat(inFlight.queued("r1", "exp_1@partner")).isTrue();
        assertThat(inFlight.queued("r1", "exp_2@partner")).isFalse();
        assertThat(inFlight.queued("r1", "exp_2@archive")).isTrue();
        inFlight.begun("r1", "exp_1@partner");
        assertThat(inFlight.queued("r2", "exp_3@partner")).isTrue();
        inFlight.over("r2", "exp_3@partner");
        assertThat(inFlight.queued("r2", "exp_4@partner")).isTrue();
    }

    /** A run with its only artifact verified and one delivery in its destination's queue. */
    private static DeliveryOrder delivering(RunAtWork work) throws Exception {
        Exchange exchange = work.begin();
        RunContext context = RunContext.of(exchange);
        work.take(exchange, "exp_1");
        work.downloads().open(exchange);
        context.ledger().runs().transferring("r1");
        context.ledger().deliveries().plan("exp_1", "r1", Map.of("mirror", "key"));
        context.ledger().exports().verified("exp_1", 7, "a".repeat(64), "node");
        DestinationConfig mirror =
                Objects.requireNonNull(work.place.config().destinations().get("mirror"));
        DeliveryOrder order = new DeliveryOrder(context, ArtifactWork.of(exchange), mirror, "key");
        work.services.inFlight().queued("r1", order.id());
        HandOut handOut = Objects.requireNonNull(exchange.getProperty(RunContext.HAND_OUT, HandOut.class));
        work.ends.leave(context, handOut);
        assertThat(work.ends.hasTaken(handOut)).isTrue();
        return order;
    }

    private static void deliver(RunAtWork work, DeliveryOrder order) {
        order.run().ledger().deliveries().sending(order.exportId(), "mirror");
        order.run().ledger().deliveries().delivered(order.exportId(), "mirror", "file:/mirror/key");
    }

    private static Delivery delivery(RunAtWork work) {
        return work.ledger.deliveries().find("exp_1", "mirror").orElseThrow();
    }
}
