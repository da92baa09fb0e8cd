package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.testing.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What somebody may still write who had a run in hand and no longer has. */
abstract class FenceContract extends LedgerContract {
    private final List<TakenOverFailure> noticed = new ArrayList<>();

    @Test
    void nothingThatWasBegunBeforeCanBeWrittenAnyMore() {
        writes().forEach((name, write) -> {
            String runId = "run of " + name;
            ClaimedLedger old = sending(runId);
            begin(runId);
            List<Object> before = rows(runId);

            Throwable thrown = catchThrowable(() -> write.accept(new Stale(old, runId)));

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
        writes().forEach((name, write) -> {
            String runId = "run of " + name;
            sending(runId);
            ClaimedLedger last = ledger.under(begin(runId), noticed::add);

            assertThat(catchThrowable(() -> write.accept(new Stale(last, runId))))
                    .as(name)
                    .isNull();
        });
        assertThat(noticed).isEmpty();
    }

    @Test
    void eachBeginningRaisesTheFence() {
        ledger.runs().add(Samples.run("r1"));
        assertThat(ledger.runs().fences(List.of("r1", "not there"))).isEqualTo(Map.of("r1", 0L));
        assertThat(ledger.runs().owner("r1")).isEmpty();

        assertThat(begin("r1").fence()).isEqualTo(1);
        assertThat(begin("r1").fence()).isEqualTo(2);

        assertThat(ledger.runs().fences(List.of("r1"))).isEqualTo(Map.of("r1", 2L));
        assertThat(ledger.runs().owner("r1")).hasValue("node/1");
    }

    @Test
    void whoWasNotGivenTheRunCannotBeginIt() {
        ledger.runs().add(Samples.run("r1"));
        HandOut old = handOut("r1");
        HandOut now = handOut("r1");

        assertThatThrownBy(() -> ledger.runs().begin(old)).isInstanceOf(TakenOverFailure.class);
        assertThatThrownBy(() -> ledger.runs().begin(new HandOut("r1", "node/2", now.version())))
                .isInstanceOf(TakenOverFailure.class);
        assertThat(state("r1")).isEqualTo(RunState.QUEUED);

        assertThat(ledger.runs().begin(now).fence()).isEqualTo(1);
    }

    /** The write is before the takeover and seen by it, or after it and refused: never in between. */
    @Test
    void noWriteSlipsPastATakeover() throws Exception {
        for (int round = 0; round < 20; round++) {
            String runId = "r" + round;
            ClaimedLedger old = sending(runId);
            HandOut next = handOut(runId);
            AtomicInteger writes = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Throwable> writer = Background.call(() -> catchThrowable(() -> {
                while (!over.get()) {
                    old.deliveries()
                            .attemptFailed(export(runId), "archive", failure("write " + writes.incrementAndGet()));
                }
            }));
            awaitQuickly(() -> writes.get() > 1);

            ledger.runs().begin(next);

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

    /** What the work on a run writes, by name. */
    private static Map<String, Consumer<Stale>> writes() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("requesting", by -> by.ledger.runs().requesting(by.runId, "name"));
        writes.put("traced", by -> by.ledger.runs().traced(by.runId, new CallTrace("req", null, null)));
        writes.put("renewing", by -> by.ledger.runs().renewing(by.runId, GONE, Spooled.NOWHERE));
        writes.put("transferring", by -> by.ledger.runs().transferring(by.runId));
        writes.put("settle", by -> by.ledger.runs().settle(by.runId, RunState.FAILED, BROKEN));
        writes.put("conclude", by -> by.ledger.runs().conclude(by.runId, RunState.FAILED, BROKEN));
        writes.put("listed", by -> by.ledger.runs().listed(by.runId));
        writes.put("note", by -> by.ledger.replays().note(by.runId, "a note"));
        writes.put("unbegun", by -> by.ledger.replays().unbegun(by.runId, BROKEN));
        writes.put("outOfTime", by -> by.ledger.exports().outOfTime(by.runId, BROKEN));
        writes.put(
                "takeAll",
                by -> by.ledger.exports().takeAll(List.of(Samples.manifest("all of " + by.runId)), "crm", by.runId));
        writes.put("take", by -> by.ledger.exports().take(Samples.manifest("new of " + by.runId), "crm", by.runId));
        writes.put("refresh", by -> by.ledger.exports().refresh(refreshed(by.exportId())));
        writes.put("verified", by -> by.ledger.exports().verified(by.exportId(), 8, "b".repeat(64), "node"));
        writes.put("lost", by -> by.ledger
                .exports()
                .lost(Samples.manifest("gone of " + by.runId), "crm", by.runId, GONE, Spooled.NOWHERE));
        writes.put("refused", by -> by.ledger.exports().refused(by.exportId(), 7, "a".repeat(64), "node", BROKEN));
        writes.put("moveToProject", by -> by.ledger.runs().moveToProject(by.runId, "shop"));
        writes.put("failed", by -> by.ledger.exports().failed(by.exportId(), BROKEN));
        writes.putAll(deliveryWrites());
        return writes;
    }

    private static Map<String, Consumer<Stale>> deliveryWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("plan", by -> by.ledger.deliveries().plan(by.exportId(), by.runId, Map.of("partner", "key")));
        writes.put("holdKeys", by -> by.ledger.deliveries().holdKeys(by.exportId(), Map.of()));
        writes.put("sending", by -> by.ledger.deliveries().sending(by.exportId(), "archive"));
        writes.put("attemptFailed", by -> by.ledger.deliveries().attemptFailed(by.exportId(), "archive", BROKEN));
        writes.put("delivered", by -> by.ledger.deliveries().delivered(by.exportId(), "archive", "s3://there"));
        writes.put("dead", by -> by.ledger.deliveries().dead(by.exportId(), "archive", BROKEN));
        writes.put("pending", by -> by.ledger.deliveries().pending(by.exportId(), "archive"));
        return writes;
    }

    private record Stale(ClaimedLedger ledger, String runId) {
        String exportId() {
            return export(runId);
        }
    }

    private static String export(String runId) {
        return "export of " + runId;
    }

    private static PassingFailure failure(String message) {
        return new PassingFailure("stalled", message, "It is tried again");
    }

    private static Manifest refreshed(String exportId) {
        return Samples.manifest(exportId, Samples.NIGHT.plusSeconds(9));
    }

    /** A run whose verified export is being sent, and the ledger of the work on it. */
    private ClaimedLedger sending(String runId) {
        ledger.runs().add(Samples.run(runId));
        ClaimedLedger claimed = ledger.under(begin(runId), noticed::add);
        claimed.exports().take(Samples.manifest(export(runId)), "crm", runId);
        claimed.runs().transferring(runId);
        claimed.deliveries().plan(export(runId), runId, Map.of("archive", "key"));
        claimed.deliveries().sending(export(runId), "archive");
        claimed.exports().verified(export(runId), 7, "a".repeat(64), "node");
        return claimed;
    }

    private List<Object> rows(String runId) {
        return List.of(
                ledger.runs().find(runId),
                ledger.exports().ofRun(runId),
                ledger.deliveries().ofRun(runId));
    }
}
