package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which run owns an export. */
abstract class OwnershipContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);

    @Test
    void aSweepTakesAllThatNobodyHas() {
        begun("r1");
        begun("r2");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");

        Unclaimed.of(ledger)
                .exports()
                .takeAll(List.of(Samples.manifest("exp_1"), Samples.manifest("exp_2")), "crm", "r2");

        assertThat(ledger.exports().ofRun("r1"))
                .extracting(export -> export.manifest().id())
                .containsExactly("exp_1");
        assertThat(ledger.exports().ofRun("r2"))
                .extracting(export -> export.manifest().id())
                .containsExactly("exp_2");
    }

    @Test
    void anExportHasOneOwner() {
        begun("r1");
        begun("r2");

        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isTrue();
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isTrue();
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r2"))
                .isFalse();

        assertThat(ledger.exports().ofRun("r1")).hasSize(1);
        assertThat(ledger.exports().ofRun("r2")).isEmpty();
    }

    @Test
    void ofEightRunsThatTakeOneExportOneWins() throws Exception {
        IntStream.range(0, 8).forEach(index -> begun("r" + index));
        AtomicInteger next = new AtomicInteger();

        List<Boolean> taken = atOnce(() ->
                Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r" + next.getAndIncrement()));

        assertThat(taken).containsOnlyOnce(true);
    }

    @Test
    void ofEightRunsThatTakeOverAFailedExportOneWins() throws Exception {
        transferring("r", "exp_1");
        Unclaimed.of(ledger).exports().fail("exp_1", BROKEN);
        Unclaimed.of(ledger).runs().settle("r", RunState.FAILED, BROKEN);
        IntStream.range(0, 8).forEach(index -> begun("r" + index));
        AtomicInteger next = new AtomicInteger();

        List<Boolean> taken = atOnce(() ->
                Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r" + next.getAndIncrement()));

        assertThat(taken).containsOnlyOnce(true);
    }

    @Test
    void aRunWithoutAnEntryCannotTakeAnExport() {
        assertThatThrownBy(() -> Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "nobody"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("take export exp_1");
    }

    @Test
    void whatASettledRunLeftTakenIsTakenOverWithItsDeliveries() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "first-key", "partner", "p"), Map.of());
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        begun("r2");

        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r2"))
                .isTrue();
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r2", Map.of("archive", "second-key"), Map.of());

        assertThat(ledger.deliveries().ofRun("r1")).isEmpty();
        assertThat(ledger.deliveries().ofRun("r2"))
                .extracting(delivery -> delivery.plan().key())
                .containsExactly("first-key", "p");
        assertThat(ledger.deliveries().ofRun("r2")).extracting(Delivery::state).containsOnly(DeliveryState.PENDING);
    }

    @Test
    void aFailedExportIsTakenAgainWithoutItsReason() {
        transferring("r1", "exp_1");
        assertThat(Unclaimed.of(ledger).exports().fail("exp_1", BROKEN)).isTrue();
        ExportEntry failed = ledger.exports().find("exp_1").orElseThrow();
        assertThat(failed.state()).isEqualTo(ExportState.FAILED);
        assertThat(failed.failure().code()).isEqualTo("stalled");
        assertThat(failed.failure().message()).isEqualTo("No byte for 60 s");

        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isTrue();

        ExportEntry taken = ledger.exports().find("exp_1").orElseThrow();
        assertThat(taken.state()).isEqualTo(ExportState.TAKEN);
        assertThat(taken.failure().code()).isNull();
        assertThat(taken.failure().message()).isNull();
    }

    @Test
    void aVerifiedExportIsNeverTakenFromItsRun() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 2048, SHA, "node");
        Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null);
        begun("r2");

        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r2"))
                .isFalse();
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isTrue();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
    }
}
