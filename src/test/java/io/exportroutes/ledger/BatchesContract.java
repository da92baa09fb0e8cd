package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.value.Verified;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of many exports in one transaction, each as if it was made alone. */
abstract class BatchesContract extends LedgerContract {
    private static final Verified BYTES = new Verified(7, "ab".repeat(32));

    private BatchWriter batches;

    @BeforeEach
    void three() {
        begun("r1");
        Unclaimed.of(ledger)
                .exports()
                .takeAll(
                        List.of(Samples.manifest("exp_1"), Samples.manifest("exp_2"), Samples.manifest("exp_3")),
                        "crm",
                        "r1");
        batches = Unclaimed.of(ledger).batches();
    }

    @Test
    void eachTakesItsStepsAndTheRefusedOnesAreNamedByTheirAbsence() throws Exception {
        update("update exports set state = 'DISCARDED' where id = 'exp_2'");

        assertThat(batches.recordVerified(Map.of("exp_1", BYTES, "exp_2", BYTES, "exp_3", BYTES), "node-1"))
                .containsExactlyInAnyOrder("exp_1", "exp_3");
        assertThat(ledger.exports().find(List.of("exp_3", "exp_9", "exp_1")))
                .extracting(export -> export.manifest().id() + " " + export.state() + " "
                        + export.bytes().size())
                .containsExactly("exp_3 VERIFIED 7", "exp_1 VERIFIED 7");
        assertThat(exportState("exp_2")).isEqualTo(ExportState.DISCARDED);

        assertThat(batches.plan("r1", Map.of("exp_1", keys("1"), "exp_3", keys("3")), Map.of()))
                .isEmpty();
        assertThat(ledger.deliveries().ofExports(List.of("exp_1", "exp_2", "exp_3")))
                .hasSize(4);

        update("update deliveries set state = 'DEAD' where export_id = 'exp_3' and destination = 'archive'");
        assertThat(batches.markSending(List.of("exp_1", "exp_3"), "archive")).containsExactly("exp_1");
        assertThat(ledger.deliveries().find("exp_1", "archive").orElseThrow().attempts())
                .isEqualTo(1);

        Receipt receipt = new Receipt("s3://bucket/1", null, Confirmation.DIGEST);
        assertThat(batches.recordDelivered(Map.of("exp_1", receipt, "exp_3", receipt), "archive"))
                .containsExactly("exp_1");
        assertThat(ledger.deliveries().find("exp_1", "archive").orElseThrow().receipt())
                .extracting(Receipt::location, Receipt::confirmation)
                .containsExactly("s3://bucket/1", Confirmation.DIGEST);
        assertThat(deliveryState("exp_1", "partner")).isEqualTo(DeliveryState.PENDING);
    }

    /** Invariant 3: in a batch, too. */
    @Test
    void nothingIsDeliveredThatIsNotVerified() {
        batches.plan("r1", Map.of("exp_1", keys("1")), Map.of());
        assertThat(batches.markSending(List.of("exp_1"), "archive")).containsExactly("exp_1");
        assertThat(batches.recordDelivered(Map.of("exp_1", new Receipt("x", null, null)), "archive"))
                .isEmpty();
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    void whoseKeyIsAnothersIsNamed() {
        assertThat(batches.plan("r1", Map.of("exp_1", keys("same")), Map.of())).isEmpty();
        assertThat(batches.plan("r1", Map.of("exp_2", keys("same"), "exp_3", keys("3")), Map.of()))
                .contains("exp_2")
                .doesNotContain("exp_3");
        assertThat(Unclaimed.of(ledger).deliveries().holdKeys("exp_2", keys("same")))
                .hasSize(2)
                .allMatch(delivery -> delivery.state() == DeliveryState.DEAD);
    }

    @Test
    void aPlanIsMadeOnce() {
        batches.plan("r1", Map.of("exp_1", keys("1")), Map.of());
        batches.plan("r1", Map.of("exp_1", Map.of("other", "o")), Map.of());
        assertThat(ledger.deliveries().ofExport("exp_1")).hasSize(2);
    }

    @Test
    void whoLostTheRunWritesNothing() {
        ClaimedLedger old = ledger.claims().under(begin("r1"), lost -> {});
        begin("r1");
        assertThatThrownBy(() -> old.batches().recordVerified(Map.of("exp_1", BYTES), "node-1"))
                .isInstanceOf(TakenOverFailure.class);
        assertThat(exportState("exp_1")).isEqualTo(ExportState.TAKEN);
    }

    private static Map<String, String> keys(String name) {
        return Map.of("archive", "a/" + name, "partner", "p/" + name);
    }
}
