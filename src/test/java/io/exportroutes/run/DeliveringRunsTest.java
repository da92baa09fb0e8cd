package io.exportroutes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.route.ArtifactContext;
import io.exportroutes.route.DeliveryOrder;
import io.exportroutes.route.DeliveryQueues;
import io.exportroutes.route.PendingExports;
import io.exportroutes.route.RunAtWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, points 7 and 22: who ends a run whose downloads are done, and what a deadline may write. */
class DeliveringRunsTest {
    private static final Duration PAST_THE_DEADLINE = Duration.ofHours(3);

    @TempDir
    private Path folder;

    @Test
    void theLastDeliveryEndsTheRun() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.services.inFlight().begun(order.ticket());
            deliver(work, order);

            work.services.inFlight().over(order.ticket());

            assertThat(work.run().state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aDeliveryThatHasBegunEndsByItselfWhateverTheDeadline() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.services.inFlight().begun(order.ticket());
            order.run().ledger().deliveries().markSending(order.exportId(), "mirror");
            work.clock.step(PAST_THE_DEADLINE);

            work.ends.check();

            assertThat(delivery(work).state()).as("it may still succeed").isEqualTo(DeliveryState.SENDING);
            order.run().ledger().deliveries().recordDelivered(order.exportId(), "mirror", "file:/mirror/key", null);
            work.services.inFlight().over(order.ticket());
            assertThat(delivery(work).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(work.run().state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aDeliveryThatStillWaitsInItsQueueAtTheDeadlineIsADeadLetterAndNeverBegins() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder order = delivering(work);
            work.clock.step(PAST_THE_DEADLINE);

            work.ends.check();

            assertThat(delivery(work).state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery(work).failure().code()).isEqualTo("deadline");
            assertThat(work.services.inFlight().begun(order.ticket())).isFalse();
            assertThat(work.run().state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void theDeliveriesOfReplaysStandBehindThoseOfFreshRuns() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            DeliveryOrder fresh = delivering(work);
            Unclaimed.of(work.ledger)
                    .runs()
                    .settle("r1", RunState.FAILED, new PermanentFailure(new ForeignCode("x"), "x", "x"));
            work.ledger.replays().reopen("r1", List.of(), null);
            RunContext replayed = work.begin();
            DeliveryOrder replay = new DeliveryOrder(
                    replayed,
                    fresh.artifact(),
                    fresh.destination(),
                    fresh.plan(),
                    new DeliveriesInFlight.Ticket("r1", fresh.id(), 0));
            BlockingQueue<Exchange> queue = new DeliveryQueues(new ShutdownSignal()).create(10);

            queue.add(work.carrying(replay));
            queue.add(work.carrying(fresh));

            assertThat(queue.take().getMessage().getBody()).isEqualTo(fresh);
            assertThat(queue.take().getMessage().getBody()).isEqualTo(replay);
        }
    }

    @Test
    void nobodyWaitsAtAnEmptyQueueOnceTheProgramStops() throws Exception {
        ShutdownSignal stopping = new ShutdownSignal();
        BlockingQueue<Exchange> queue = new DeliveryQueues(stopping).create(10);
        stopping.request();

        long begin = System.nanoTime();
        assertThat(queue.poll(10, TimeUnit.MINUTES)).isNull();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aQueueThatIsFullTakesNoMoreAndHoldsUpNobody() {
        DeliveriesInFlight inFlight = new DeliveriesInFlight(1);

        DeliveriesInFlight.Ticket first = inFlight.queued("r1", "exp_1@partner").orElseThrow();
        assertThat(inFlight.queued("r1", "exp_2@partner")).isEmpty();
        assertThat(inFlight.roomReturned("r1")).as("there is none yet").isFalse();
        assertThat(inFlight.queued("r1", "exp_2@archive")).isPresent();
        inFlight.begun(first);
        assertThat(inFlight.roomReturned("r1")).isTrue();
        assertThat(inFlight.roomReturned("r1")).as("it was taken").isFalse();
        DeliveriesInFlight.Ticket third = inFlight.queued("r2", "exp_3@partner").orElseThrow();
        inFlight.over(third);
        assertThat(inFlight.queued("r2", "exp_4@partner")).isPresent();
    }

    /** Nothing of it is read before there is room, and then only that. */
    @Test
    void whatFoundNoRoomIsQueuedOnceTheDestinationHasSome() throws Exception {
        try (RunAtWork work = new RunAtWork(folder, null, RunAtWork.CONFIG, new DeliveriesInFlight(1))) {
            DeliveriesInFlight.Ticket other =
                    work.services.inFlight().queued("another", "exp_0@mirror").orElseThrow();
            RunContext context = work.begin();
            verified(work, context, "exp_1");
            ArtifactContext second = verified(work, context, "exp_2");
            PendingExports due = new PendingExports(work.ledger, work.services.inFlight());
            BlockingQueue<List<String>> refills = new LinkedBlockingQueue<>();
            work.ends.workBy(entry -> {
                refills.add(due.of(work.ends.delivering(entry).orElseThrow()));
                work.queued(context, second, mirror(work));
            });
            assertThat(due.of(context)).isEmpty();
            QueueEntry entry = work.entry();
            work.ends.leave(context, entry);
            assertThat(work.ends.hasTaken(entry)).as("without its worker").isTrue();

            work.ends.check();
            assertThat(refills).isEmpty();
            work.services.inFlight().begun(other);
            work.ends.check();

            assertThat(refills.poll(60, TimeUnit.SECONDS)).containsExactly("exp_1");
            assertThat(work.run().state()).isEqualTo(RunState.TRANSFERRING);
        }
    }

    /** Its message is still in the queue; it must not act for the one that a replay put there after it. */
    @Test
    void whatWasWithdrawnDoesNotEndWhatWasQueuedAgain() {
        DeliveriesInFlight inFlight = new DeliveriesInFlight();
        DeliveriesInFlight.Ticket withdrawn =
                inFlight.queued("r1", "exp_1@partner").orElseThrow();
        inFlight.withdraw("r1");
        DeliveriesInFlight.Ticket again = inFlight.queued("r1", "exp_1@partner").orElseThrow();

        assertThat(inFlight.has(withdrawn)).isFalse();
        assertThat(inFlight.begun(withdrawn)).isFalse();
        inFlight.over(withdrawn);

        assertThat(inFlight.has(again)).isTrue();
        assertThat(inFlight.begun(again)).isTrue();
    }

    /** A run with its only artifact verified and one delivery in its destination's queue. */
    private static DeliveryOrder delivering(RunAtWork work) throws Exception {
        RunContext context = work.begin();
        DeliveryOrder order = work.queued(context, verified(work, context, "exp_1"), mirror(work));
        QueueEntry entry = work.entry();
        work.ends.leave(context, entry);
        assertThat(work.ends.hasTaken(entry)).isTrue();
        return order;
    }

    private static ArtifactContext verified(RunAtWork work, RunContext context, String export) throws IOException {
        ArtifactContext artifact = work.open(context, export);
        context.ledger().runs().markTransferring("r1");
        context.ledger().deliveries().plan(export, "r1", Map.of("mirror", "key of " + export), Map.of());
        context.ledger().exports().recordVerified(export, 7, "a".repeat(64), "node");
        return artifact;
    }

    private static DestinationConfig mirror(RunAtWork work) {
        return Objects.requireNonNull(work.place.config().destinations().get("mirror"));
    }

    private static void deliver(RunAtWork work, DeliveryOrder order) {
        order.run().ledger().deliveries().markSending(order.exportId(), "mirror");
        order.run().ledger().deliveries().recordDelivered(order.exportId(), "mirror", "file:/mirror/key", null);
    }

    private static Delivery delivery(RunAtWork work) {
        return work.ledger.deliveries().find("exp_1", "mirror").orElseThrow();
    }
}
