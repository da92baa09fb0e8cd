package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.testing.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What somebody may still write who had a run in hand and no longer has. */
abstract class FenceContract extends LedgerContract {
    private final List<TakenOverFailure> noticed = new ArrayList<>();

    @Test
    void nothingThatWasBegunBeforeCanBeWrittenAnyMore() {
        WorkOnARun.writes().forEach((name, write) -> {
            String runId = "run of " + name;
            ClaimedLedger old = sending(runId);
            begin(runId);
            List<Object> before = rows(runId);

            Throwable thrown = catchThrowable(() -> write.accept(new WorkOnARun.Stale(old, runId)));

            assertThat(thrown).as(name).isInstanceOfSatisfying(TakenOverFailure.class, failure -> assertThat(
                            failure.code())
                    .isEqualTo("taken_over"));
            assertThat(thrown).hasMessageContainingAll(runId, "node/1");
            assertThat(rows(runId)).as(name).isEqualTo(before);
            assertThat(noticed).as(name).containsExactly((TakenOverFailure) thrown);
            noticed.clear();
        });
    }

    @Test
    void whoeverBeganLastMayWriteAllOfIt() {
        WorkOnARun.writes().forEach((name, write) -> {
            String runId = "run of " + name;
            sending(runId);
            ClaimedLedger last = ledger.claims().under(begin(runId), noticed::add);

            assertThat(catchThrowable(() -> write.accept(new WorkOnARun.Stale(last, runId))))
                    .as(name)
                    .isNull();
        });
        assertThat(noticed).isEmpty();
    }

    @Test
    void eachBeginningRaisesTheFence() {
        ledger.runs().add(Samples.run("r1"));
        assertThat(ledger.claims().fences(List.of("r1", "not there"))).isEqualTo(Map.of("r1", 0L));
        assertThat(ledger.claims().owner("r1")).isEmpty();

        assertThat(begin("r1").fence()).isEqualTo(1);
        assertThat(begin("r1").fence()).isEqualTo(2);

        assertThat(ledger.claims().fences(List.of("r1"))).isEqualTo(Map.of("r1", 2L));
        assertThat(ledger.claims().owner("r1")).hasValue("node/1");
    }

    @Test
    void whoWasNotGivenTheRunCannotBeginIt() {
        ledger.runs().add(Samples.run("r1"));
        QueueEntry old = entry("r1");
        QueueEntry now = entry("r1");

        assertThatThrownBy(() -> ledger.claims().begin(old)).isInstanceOf(TakenOverFailure.class);
        assertThatThrownBy(() -> ledger.claims().begin(new QueueEntry("r1", "node/2", now.version())))
                .isInstanceOf(TakenOverFailure.class);
        assertThat(state("r1")).isEqualTo(RunState.QUEUED);

        assertThat(ledger.claims().begin(now).fence()).isEqualTo(1);
    }

    /** The write is before the takeover and seen by it, or after it and refused: never in between. */
    @Test
    void noWriteSlipsPastATakeover() throws Exception {
        for (int round = 0; round < 20; round++) {
            String runId = "r" + round;
            ClaimedLedger old = sending(runId);
            QueueEntry next = entry(runId);
            AtomicInteger writes = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Throwable> writer = Background.call(() -> catchThrowable(() -> {
                while (!over.get()) {
                    old.deliveries()
                            .recordFailedAttempt(
                                    export(runId), "archive", failure("write " + writes.incrementAndGet()));
                }
            }));
            awaitQuickly(() -> writes.get() > 1);

            ledger.claims().begin(next);

            List<Object> seen = rows(runId);
            int now = writes.get();
            awaitQuickly(() -> writer.isDone() || writes.get() > now + 2);
            over.set(true);
            assertThat(writer.get(60, TimeUnit.SECONDS)).isInstanceOf(TakenOverFailure.class);
            assertThat(rows(runId)).isEqualTo(seen);
        }
    }

    private static void awaitQuickly(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static String export(String runId) {
        return WorkOnARun.export(runId);
    }

    private static TransientFailure failure(String message) {
        return new TransientFailure(FailureCode.STALLED, message, "It is retried");
    }

    /** A run whose verified export is being sent, and the ledger of the work on it. */
    private ClaimedLedger sending(String runId) {
        ledger.runs().add(Samples.run(runId));
        ClaimedLedger claimed = ledger.claims().under(begin(runId), noticed::add);
        claimed.exports().take(Samples.manifest(export(runId)), "crm", runId);
        claimed.runs().markTransferring(runId);
        claimed.deliveries()
                .plan(export(runId), runId, Map.of("archive", "key"), Map.of("archive", new Recipients("set", "{}")));
        claimed.deliveries().markSending(export(runId), "archive");
        claimed.exports().recordVerified(export(runId), 7, "a".repeat(64), "node");
        return claimed;
    }

    private List<Object> rows(String runId) {
        return List.of(
                ledger.runs().find(runId),
                ledger.exports().ofRun(runId),
                ledger.deliveries().ofRun(runId));
    }
}
