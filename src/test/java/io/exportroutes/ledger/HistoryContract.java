package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Point 17: the ledger forgets runs that moved nothing, and never what a copy, a dead letter or the next sweep still needs. */
abstract class HistoryContract extends LedgerContract {
    static final Instant OLD = Samples.NIGHT.minus(Duration.ofDays(500));
    static final Instant BEFORE = Samples.NIGHT.minus(Duration.ofDays(400));
    private static final Instant YOUNG = Samples.NIGHT.minus(Duration.ofDays(399));
    private static final Set<RunState> OVER = Set.of(RunState.SUCCEEDED, RunState.PARTIAL, RunState.SKIPPED);

    /** What hangs on a run, or that it waits on the queue. */
    private enum Need {
        NOTHING,
        QUEUE,
        TAKEN,
        VERIFIED,
        LOST,
        FAILED,
        DELIVERED,
        DELIVERED_BY_ANOTHER
    }

    /** A run, the only one of its job but for a later one, or none. */
    private record Kind(
            RunState state,
            Instant time,
            Need need,
            @Nullable RunState later) {
        boolean goes() {
            boolean isLast =
                    later == null || !later.settled() || state == RunState.SUCCEEDED && later != RunState.SUCCEEDED;
            return time == OLD && OVER.contains(state) && need == Need.NOTHING && !isLast;
        }
    }

    /** Each state with each need and with a later run or none; and each that is not old enough. */
    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (RunState state : RunState.values()) {
            kinds.add(new Kind(state, YOUNG, Need.NOTHING, RunState.SUCCEEDED));
            for (Need need : Need.values()) {
                kinds.add(new Kind(state, OLD, need, null));
                for (RunState later : List.of(RunState.EXPORTING, RunState.FAILED, RunState.SUCCEEDED)) {
                    kinds.add(new Kind(state, OLD, need, later));
                }
            }
        }
        return kinds;
    }

    @Test
    void itSaysHowItIs() {
        LedgerCondition condition = ledger.history().condition();

        assertThat(condition.database()).matches("(SQLite|PostgreSQL) \\d+.*");
        assertThat(condition.schema()).isEqualTo(Schema.VERSION);
        assertThat(condition.damage()).isEmpty();
        assertThat(condition.journal())
                .isEqualTo(
                        condition.database().startsWith("SQLite")
                                ? java.util.Optional.of("wal")
                                : java.util.Optional.empty());
    }

    @Test
    void ofEveryKindOfRunOnlyThoseAreForgottenThatNothingNeeds() {
        Set<String> kept = new HashSet<>();
        Set<String> forgotten = new HashSet<>();
        for (Kind kind : kinds()) {
            String id = kind.toString();
            add(id, id, kind.time(), kind.state());
            hang(kind.need(), id);
            (kind.goes() ? forgotten : kept).add(id);
            if (kind.later() != null) {
                kept.add(add(id + "+", id, kind.time().plusSeconds(1), kind.later()));
            }
        }
        List<Object> others = others();

        int count = ledger.history().forget(BEFORE, () -> true);

        assertThat(ids()).containsAll(kept).doesNotContainAnyElementsOf(forgotten);
        assertThat(count).isEqualTo(forgotten.size()).isPositive();
        assertThat(others()).isEqualTo(others);
        assertThat(ledger.history().forget(BEFORE, () -> true)).as("once more").isZero();
    }

    private void hang(Need need, String runId) {
        String exportId = "exp of " + runId;
        ExportWriter exports = Unclaimed.of(ledger).exports();
        switch (need) {
            case NOTHING -> {}
            case QUEUE -> entry(runId);
            case TAKEN -> exports.take(Samples.manifest(exportId), "crm", runId);
            case LOST ->
                exports.recordLost(
                        Samples.manifest(exportId),
                        "crm",
                        runId,
                        new GoneFailure(new ForeignCode("export_expired"), "gone", "Nothing to do", null),
                        Spooled.NOWHERE);
            case VERIFIED -> verify(exportId, runId);
            case FAILED -> {
                exports.take(Samples.manifest(exportId), "crm", runId);
                exports.fail(exportId, BROKEN);
            }
            case DELIVERED -> {
                verify(exportId, runId);
                deliver(exportId, runId);
            }
            case DELIVERED_BY_ANOTHER -> {
                String owner = add("owner of " + exportId, "owner", YOUNG, RunState.SUCCEEDED);
                verify(exportId, owner);
                deliver(exportId, runId);
            }
        }
    }

    private void verify(String exportId, String runId) {
        Unclaimed.of(ledger).exports().take(Samples.manifest(exportId), "crm", runId);
        Unclaimed.of(ledger).exports().recordVerified(exportId, 1, "ab".repeat(32), "node");
    }

    private void deliver(String exportId, String runId) {
        Unclaimed.of(ledger).deliveries().plan(exportId, runId, Map.of("archive", "k"), Map.of());
        Unclaimed.of(ledger).deliveries().markSending(exportId, "archive");
        Unclaimed.of(ledger).deliveries().recordDelivered(exportId, "archive", "s3://b/k", null);
    }

    @Test
    void theMarksOfTheSchedulesStay() {
        ledger.schedules().know(List.of("gone", "paused"), OLD);
        ledger.schedules().pause("paused", OLD);
        Map<String, ScheduleMark> marks = ledger.schedules().all();
        empty("gone", 3);

        assertThat(ledger.history().forget(BEFORE, () -> true)).isEqualTo(2);

        assertThat(ledger.schedules().all()).isEqualTo(marks).hasSize(2);
    }

    @Test
    void theLastGoodExportIsStillThereForTheGuard() {
        add("r1", Samples.JOB, OLD, RunState.SUCCEEDED);
        verify("exp_1", "r1");
        IntStream.range(2, 9)
                .forEach(index -> add("r" + index, Samples.JOB, OLD.plusSeconds(index), RunState.SUCCEEDED));

        assertThat(ledger.history().forget(BEFORE, () -> true)).isEqualTo(6);

        assertThat(ledger.exports().lastGood(Samples.JOB, "database_export")).isPresent();
        assertThat(ids()).containsExactlyInAnyOrder("r1", "r8");
    }

    @Test
    void manyAreForgottenInSmallTransactionsThatMayEndAnywhere() {
        empty("sweep", 1_700);
        List<Integer> left = new ArrayList<>();

        int first = ledger.history().forget(BEFORE, () -> {
            left.add(ids().size());
            return left.size() < 2;
        });

        assertThat(left).containsExactly(1_200, 700);
        assertThat(first).isEqualTo(1_000);
        assertThat(ledger.history().forget(BEFORE, () -> true)).isEqualTo(699);
        assertThat(ids()).containsExactly("sweep 1699");
    }

    @Test
    void eightNodesThatForgetAtOnceForgetEachRunOnce() throws Exception {
        empty("sweep", 1_200);

        List<Integer> counts = atOnce(() -> ledger.history().forget(BEFORE, () -> true));

        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_199);
    }

    /** Sweeps that found nothing. */
    private void empty(String job, int count) {
        for (int index = 0; index < count; index++) {
            add("%s %04d".formatted(job, index), job, OLD.plusSeconds(index), RunState.SUCCEEDED);
        }
    }

    String add(String id, String job, Instant time, RunState state) {
        Run run = new Run(
                id,
                new RunOrigin(job, "crm", "schedule", time, time),
                state,
                new RunProgress(time, state.settled() ? time.plusMillis(5) : null, ExportRequest.NONE, RunHistory.NONE),
                FailureNote.NONE);
        assertThat(ledger.runs().add(run)).isTrue();
        return id;
    }

    private List<String> ids() {
        return ledger.runs().recent(null, Integer.MAX_VALUE).stream()
                .map(Run::id)
                .toList();
    }

    /** All exports, their deliveries and the marks. */
    private List<Object> others() {
        List<Object> rows = new ArrayList<>();
        for (String id : ids()) {
            rows.addAll(ledger.exports().ofRun(id));
            rows.addAll(ledger.deliveries().ofRun(id));
        }
        rows.sort(Comparator.comparing(Object::toString));
        return rows;
    }
}
