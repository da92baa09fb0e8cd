package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issue 8, points 5, 7 and 8: runs that are worked on once more. */
abstract class ReplaysContract extends LedgerContract {
    /** Issue 8, point 7: only what exports or downloads keeps a firing of its job waiting. */
    @Test
    void aRunThatOnlyDeliversAndAReplayDoNotOverlap() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        assertThat(ledger.runs().busy(List.of(Samples.JOB))).extracting(Run::id).containsExactly("r1");

        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, "a".repeat(64), "node");
        assertThat(ledger.runs().busy(List.of(Samples.JOB))).isEmpty();

        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        ledger.replays().reopen("r1", ledger.deliveries().dead("r1"), null);
        assertThat(UnfinishedRuns.of(ledger)).extracting(Run::id).containsExactly("r1");
        assertThat(ledger.runs().busy(List.of(Samples.JOB))).isEmpty();
    }

    /** Issue 8, points 5 and 8. */
    @Test
    void aReplayThatCannotBeginPutsBackWhatWasWithANote() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, "a".repeat(64), "node");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        ledger.replays().reopen("r1", ledger.deliveries().dead("r1"), "other");

        assertThat(Unclaimed.of(ledger)
                        .runs()
                        .revertReplay(
                                "r1",
                                new PermanentFailure(
                                        new ForeignCode("unauthorized"), "The token is revoked", "Renew it")))
                .isTrue();

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure().code()).as("why it failed in the first place").isEqualTo(BROKEN.code());
        assertThat(run.progress().history().note()).contains("The token is revoked");
        assertThat(run.progress().history().asJob()).isEqualTo("other");
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DEAD);
        assertThat(ledger.deliveries()
                        .find("exp_1", "archive")
                        .orElseThrow()
                        .failure()
                        .code())
                .isEqualTo(BROKEN.code());
    }

    /** Else nobody would see it, and nobody could discard it. */
    @Test
    void whatARunLeavesWhereItFailedIsADeadLetter() {
        transferring("r1", "exp_1");

        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);

        assertThat(ledger.exports().failed("r1"))
                .extracting(export -> export.failure().message())
                .containsExactly(BROKEN.getMessage());
        ledger.replays().reopen("r1", List.of(), null);
        begin("r1");
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isTrue();
        Unclaimed.of(ledger).runs().revertReplay("r1", BROKEN);
        assertThat(exportState("exp_1")).isEqualTo(ExportState.FAILED);
    }

    /** Its own end counts, not the one that its replay found. */
    @Test
    void aReplayThatGotAnAnswerOfTheApiIsNotPutBack() {
        begun("r1");
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        ledger.replays().reopen("r1", List.of(), null);
        begin("r1");
        Unclaimed.of(ledger).runs().recordTrace("r1", new CallTrace("req_1", null, null));

        assertThat(Unclaimed.of(ledger).runs().revertReplay("r1", BROKEN)).isFalse();
    }

    @Test
    void aReplayThatDeliveredSomethingIsNotPutBack() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k", "partner", "k"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, "a".repeat(64), "node");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "partner", BROKEN);
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        clock.advanceSeconds(1);
        assertThat(ledger.replays().reopenWithAll("r1", null)).isTrue();
        begin("r1");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        clock.advanceSeconds(1);
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://b/k", null);

        assertThat(Unclaimed.of(ledger).runs().revertReplay("r1", BROKEN)).isFalse();
        assertThat(deliveryState("exp_1", "partner")).isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void aRunHasDeadLettersWhereADeliveryIsDeadOrAnArtifactFailed() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        transferring("r2", "exp_2");
        transferring("r3", "exp_3");
        Unclaimed.of(ledger).deliveries().plan("exp_3", "r3", Map.of("archive", "k3"), Map.of());

        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        Unclaimed.of(ledger).exports().fail("exp_2", BROKEN);
        Unclaimed.of(ledger).runs().settle("r2", RunState.FAILED, BROKEN);

        assertThat(List.of("r1", "r2", "r3", "r4"))
                .filteredOn(ledger.replays()::hasDeadLetters)
                .containsExactly("r1", "r2");
    }
}
