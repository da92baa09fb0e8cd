package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.Background;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class RunsContract extends LedgerContract {
    @Test
    void everyColumnOfARunSurvives() {
        Run full = Samples.full("r1");

        ledger.runs().add(full);
        ledger.runs().add(Samples.run("r2"));

        assertThat(ledger.runs().find("r1")).contains(full);
        assertThat(ledger.runs().find("r2")).contains(Samples.run("r2"));
        assertThat(ledger.runs().find("r3")).isEmpty();
    }

    @Test
    void theSecondAddOfARunChangesNothing() {
        String id = RunIds.scheduled(Samples.JOB, Samples.NIGHT);

        assertThat(ledger.runs().add(Samples.run(id))).isTrue();
        begin(id);

        assertThat(ledger.runs().add(Samples.run(id))).isFalse();
        assertThat(state(id)).isEqualTo(RunState.EXPORTING);
    }

    @Test
    void ofEightAddsOfOneRunOneWins() throws Exception {
        assertThat(atOnce(() -> ledger.runs().add(Samples.run("r1")))).containsOnlyOnce(true);
    }

    @Test
    void aRunGoesFromQueuedToSucceeded() {
        ledger.runs().add(Samples.run("r1"));
        Instant begun = clock.instant();

        begin("r1");
        clock.advanceSeconds(1);
        Unclaimed.of(ledger).runs().markRequesting("r1", "crm_r1");
        Unclaimed.of(ledger).runs().recordTrace("r1", new CallTrace("req_9", "oprun_9", null));
        clock.advanceSeconds(1);
        Unclaimed.of(ledger).runs().markTransferring("r1");
        clock.advanceSeconds(1);
        Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null);

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.progress().startedAt()).isEqualTo(begun);
        assertThat(run.progress().request().requestedAt()).isEqualTo(begun.plusSeconds(1));
        assertThat(run.progress().finishedAt()).isEqualTo(begun.plusSeconds(3));
        assertThat(run.progress().request().fileName()).isEqualTo("crm_r1");
        assertThat(run.progress().request().trace()).isEqualTo(new CallTrace("req_9", "oprun_9", null));
    }

    @Test
    void aRunThatGoesOnAfterARestartKeepsItsStateStartAndRequest() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).runs().markRequesting("r1", "first");
        Run before = ledger.runs().find("r1").orElseThrow();
        clock.advanceSeconds(3600);

        begin("r1");
        Unclaimed.of(ledger).runs().markRequesting("r1", "second");

        assertThat(ledger.runs().find("r1")).contains(before);
    }

    @Test
    void aSettledRunNeitherBeginsNorSettlesAgain() {
        begun("r1");
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);

        assertRefused(() -> begin("r1"), "Run r1", "FAILED", "EXPORTING");
        assertRefused(() -> Unclaimed.of(ledger).runs().markRequesting("r1", "x"), "Run r1", "FAILED");
        assertRefused(() -> Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE), "Run r1", "FAILED");
        assertRefused(() -> Unclaimed.of(ledger).runs().markTransferring("r1"), "Run r1", "FAILED", "TRANSFERRING");
        assertRefused(
                () -> Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null),
                "Run r1",
                "FAILED",
                "SUCCEEDED");
        assertThat(state("r1")).isEqualTo(RunState.FAILED);
    }

    @Test
    void aQueuedRunCannotTransferOrSucceedButCanBeSkipped() {
        ledger.runs().add(Samples.run("r1"));

        assertRefused(() -> Unclaimed.of(ledger).runs().markTransferring("r1"), "QUEUED");
        assertRefused(() -> Unclaimed.of(ledger).runs().markRequesting("r1", "x"), "QUEUED");
        assertRefused(() -> Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null), "QUEUED", "SUCCEEDED");

        Unclaimed.of(ledger).runs().settle("r1", RunState.SKIPPED, BROKEN);
        assertThat(state("r1")).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void onlyASettledStateSettles() {
        begun("r1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Unclaimed.of(ledger).runs().settle("r1", RunState.TRANSFERRING, null));
    }

    @Test
    void aRunWithAnOpenOrDeadDeliveryCannotSucceed() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());

        assertRefused(
                () -> Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null), "TRANSFERRING", "SUCCEEDED");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        assertRefused(
                () -> Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null), "TRANSFERRING", "SUCCEEDED");

        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, BROKEN);
        assertThat(state("r1")).isEqualTo(RunState.PARTIAL);
    }

    @Test
    void aRunThatIsNotThereIsReported() {
        assertThatThrownBy(() -> begin("r1"))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("ledger_unknown"))
                .hasMessage("Run r1 is not in the ledger");
        assertThat(ledger.replays().reopen("r1", List.of(), null)).isFalse();
    }

    @Test
    void theReasonOfAFailureIsKeptUpToItsLimit() {
        begun("r1");
        String long2 = "x".repeat(1_998) + "😀" + "y".repeat(500);

        Unclaimed.of(ledger)
                .runs()
                .settle(
                        "r1",
                        RunState.FAILED,
                        new PermanentFailure(new ForeignCode("no_tables_selected"), long2, long2));

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.failure().code()).isEqualTo("no_tables_selected");
        assertThat(run.failure().message())
                .isEqualTo("x".repeat(1_998) + "…")
                .isEqualTo(run.failure().hint());
        assertThat(Objects.requireNonNull(run.failure().message()).length()).isLessThanOrEqualTo(2_000);
    }

    @Test
    void aCharacterThatPostgresqlDoesNotKnowIsReplacedOnBoth() {
        begun("r1");

        Unclaimed.of(ledger)
                .runs()
                .settle("r1", RunState.FAILED, new PermanentFailure(new ForeignCode("odd"), "a\0b", "c"));

        assertThat(ledger.runs().find("r1").orElseThrow().failure().message()).isEqualTo("a\uFFFDb");
    }

    @Test
    void renewingForgetsTheRequestAndGivesUpWhatTheRunHad() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).runs().markRequesting("r1", "first");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());

        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE);

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.EXPORTING);
        assertThat(run.progress().request().renewals()).isEqualTo(1);
        assertThat(run.progress().request().requestedAt()).isNull();
        assertThat(run.progress().request().fileName()).isNull();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.LOST);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DISCARDED);
    }

    /** The bytes were on a node that died, and the API has them no longer. */
    @Test
    void renewingGivesUpWhatWasVerifiedAndIsNowhere() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, "a".repeat(64), "node");

        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE);

        assertThat(exportState("exp_1")).isEqualTo(ExportState.LOST);
    }

    @Test
    void renewingKeepsWhatADestinationHas() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, "a".repeat(64), "node");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://b/k", null);

        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE);

        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aReopenedRunIsQueuedWithoutItsReasonButWithItsRequest() {
        begun("r1");
        Unclaimed.of(ledger).runs().markRequesting("r1", "crm_r1");
        assertThat(ledger.replays().reopen("r1", List.of(), null)).isFalse();
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);

        assertThat(ledger.replays().reopen("r1", List.of(), null)).isTrue();

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.progress().startedAt()).isNull();
        assertThat(run.progress().finishedAt()).isNull();
        assertThat(run.failure().code()).isNull();
        assertThat(run.failure().message()).isNull();
        assertThat(run.failure().hint()).isNull();
        assertThat(run.progress().request().fileName()).isEqualTo("crm_r1");
        assertThat(run.progress().request().requestedAt()).isNotNull();
    }

    @Test
    void aFailedRunAndNoOtherCanBeGivenUpWithItsReasonKept() {
        begun("r1");
        assertThat(ledger.runs().discard("r1")).isFalse();
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);

        assertThat(ledger.runs().discard("r1")).isTrue();

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.SKIPPED);
        assertThat(run.failure().code()).isEqualTo(BROKEN.code());
        assertThat(ledger.runs().discard("r1")).isFalse();
    }

    @Test
    void aFailedRunIsFoundHoweverManyRunsCameAfterIt() {
        ledger.runs().add(Samples.run("old"));
        ledger.runs().add(Samples.run("new", Samples.JOB, Samples.NIGHT.plusSeconds(1)));
        Unclaimed.of(ledger).runs().settle("old", RunState.FAILED, BROKEN);
        Unclaimed.of(ledger).runs().settle("new", RunState.FAILED, BROKEN);
        Stream<Run> later = IntStream.range(0, 1_200)
                .mapToObj(index -> Samples.run("later" + index, Samples.JOB, Samples.NIGHT.plusSeconds(9)));
        Background.each(later, ledger.runs()::add);

        assertThat(ledger.runs().failed()).extracting(Run::id).containsExactly("new", "old");
    }

    @Test
    void listsAreInOrder() {
        ledger.runs().add(Samples.run("a1", "a", Samples.NIGHT));
        ledger.runs().add(Samples.run("a2", "a", Samples.NIGHT.plusMillis(1)));
        ledger.runs().add(Samples.run("b1", "b", Samples.NIGHT.plusSeconds(5)));

        assertThat(ledger.runs().recent(null, 10)).extracting(Run::id).containsExactly("b1", "a2", "a1");
        assertThat(ledger.runs().recent("a", 10)).extracting(Run::id).containsExactly("a2", "a1");
        assertThat(ledger.runs().recent(null, 1)).extracting(Run::id).containsExactly("b1");
        assertThat(ledger.runs().unqueued()).extracting(Run::id).containsExactly("a1", "a2", "b1");

        Unclaimed.of(ledger).runs().settle("a2", RunState.SKIPPED, null);
        Unclaimed.of(ledger).runs().settle("a1", RunState.FAILED, BROKEN);

        assertThat(ledger.runs().unqueued()).extracting(Run::id).containsExactly("b1");
    }

    @Test
    void aThreadThatIsBeingStoppedStillWrites() {
        begun("r1");
        Thread.currentThread().interrupt();

        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);

        assertThat(Thread.interrupted()).as("the interrupt is handed on").isTrue();
        assertThat(state("r1")).isEqualTo(RunState.FAILED);
    }
}
