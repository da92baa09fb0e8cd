package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FinalFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issue 8, points 5, 7 and 8: runs that are worked on once more. */
abstract class ReplaysContract extends LedgerContract {
    /** Issue 8, point 7: only what exports or downloads keeps a firing of its job waiting. */
    @Test
    void aRunThatOnlyDeliversAndAReplayDoNotOverlap() {
        transferring("r1", "exp_1");
        ledger.deliveries().plan("exp_1", "r1", Map.of("archive", "k"));
        assertThat(ledger.runs().busy(Samples.JOB)).extracting(Run::id).containsExactly("r1");

        ledger.exports().verified("exp_1", 1, "a".repeat(64), "node");
        assertThat(ledger.runs().busy(Samples.JOB)).isEmpty();

        ledger.deliveries().sending("exp_1", "archive");
        ledger.deliveries().dead("exp_1", "archive", BROKEN);
        ledger.runs().settle("r1", RunState.FAILED, BROKEN);
        ledger.replays().reopen("r1", ledger.deliveries().dead("r1"), null);
        assertThat(ledger.runs().unfinished()).extracting(Run::id).containsExactly("r1");
        assertThat(ledger.runs().busy(Samples.JOB)).isEmpty();
    }

    /** Issue 8, points 5 and 8. */
    @Test
    void aReplayThatCannotBeginPutsBackWhatWasWithANote() {
        transferring("r1", "exp_1");
        ledger.deliveries().plan("exp_1", "r1", Map.of("archive", "k"));
        ledger.exports().verified("exp_1", 1, "a".repeat(64), "node");
        ledger.deliveries().sending("exp_1", "archive");
        ledger.deliveries().dead("exp_1", "archive", BROKEN);
        ledger.runs().settle("r1", RunState.FAILED, BROKEN);
        ledger.replays().reopen("r1", ledger.deliveries().dead("r1"), "other");

        assertThat(ledger.replays().unbegun("r1", new FinalFailure("unauthorized", "The token is revoked", "Renew it")))
                .isTrue();

        Run run = ledger.runs().find("r1").orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.errorCode()).as("why it failed in the first place").isEqualTo(BROKEN.code());
        assertThat(run.history().note()).contains("The token is revoked");
        assertThat(run.history().asJob()).isEqualTo("other");
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DEAD);
        assertThat(ledger.deliveries().find("exp_1", "archive").orElseThrow().errorCode())
                .isEqualTo(BROKEN.code());
    }
}
