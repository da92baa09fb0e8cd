package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Point 20: no two deliveries of a destination have the same key, whichever run or node plans them. */
abstract class ReservedKeysContract extends LedgerContract {
    private static final Map<String, String> SAME = Map.of("archive", "crm/20261121T020000Z.zip");

    @BeforeEach
    void oneIsPlanned() {
        transferring("r1", "exp_1");
        assertThat(plan("exp_1", "r1", SAME)).isEmpty();
    }

    @Test
    void aKeyThatAnotherExportHasIsRefusedByName() {
        transferring("r2", "exp_2");

        assertThat(plan("exp_2", "r2", Map.of("archive", "crm/20261121T020000Z.zip", "partner", "p")))
                .extracting(Delivery::id)
                .containsExactly("exp_2@archive");

        Delivery refused = ledger.deliveries().find("exp_2", "archive").orElseThrow();
        assertThat(refused.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(refused.failure().code()).isEqualTo("key_taken");
        assertThat(refused.failure().message()).contains("crm/20261121T020000Z.zip", "archive", "exp_1", "r1");
        assertThat(refused.failure().hint()).contains("{export-id}", "dead-letters replay exp_2@archive");
        assertThat(deliveryState("exp_2", "partner")).isEqualTo(DeliveryState.PENDING);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void planningAgainRefusesNothingThatWasPlanned() {
        assertThat(plan("exp_1", "r1", SAME)).isEmpty();
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        assertThat(plan("exp_1", "r1", Map.of("archive", "another/key"))).isEmpty();

        assertThat(ledger.deliveries()
                        .find("exp_1", "archive")
                        .orElseThrow()
                        .plan()
                        .key())
                .as("a key once planned is kept")
                .isEqualTo("crm/20261121T020000Z.zip");
    }

    @Test
    void theSameKeyAtAnotherDestinationIsAnotherObject() {
        transferring("r2", "exp_2");

        assertThat(plan("exp_2", "r2", Map.of("partner", "crm/20261121T020000Z.zip")))
                .isEmpty();
    }

    /** It wrote nothing, so that nothing is left behind under the key that it was refused. */
    @Test
    void aReplayTakesTheKeyThatItsTemplateGivesByThen() {
        transferring("r2", "exp_2");
        plan("exp_2", "r2", SAME);
        replay("exp_2", "archive");
        assertThat(plan("exp_2", "r2", SAME)).as("nothing was changed").hasSize(1);
        replay("exp_2", "archive");

        assertThat(plan("exp_2", "r2", Map.of("archive", "crm/exp_2.zip"))).isEmpty();

        Delivery planned = ledger.deliveries().find("exp_2", "archive").orElseThrow();
        assertThat(planned.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(planned.plan().key()).isEqualTo("crm/exp_2.zip");
        assertThat(planned.failure().message()).isNull();
        transferring("r3", "exp_3");
        assertThat(plan("exp_3", "r3", Map.of("archive", "crm/exp_2.zip"))).hasSize(1);
    }

    @Test
    void whatIsDeadKeepsItsKeyAndWhatIsDiscardedGivesItBack() {
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        transferring("r2", "exp_2");
        assertThat(plan("exp_2", "r2", SAME))
                .as("the dead letter may be replayed")
                .hasSize(1);
        ledger.deliveries().discard("exp_1", "archive");
        replay("exp_2", "archive");

        assertThat(plan("exp_2", "r2", SAME)).isEmpty();
    }

    /** An export that comes back after its run asked for a new one, which has the key now, holds up no sweep. */
    @Test
    void whatWasGivenUpAndComesBackFindsItsKeyTaken() {
        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE);
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_2"), "crm", "r1");
        assertThat(plan("exp_2", "r1", SAME)).isEmpty();
        update("update exports set error_code = 'export_gone' where id = 'exp_1'");
        begun("r2");

        Unclaimed.of(ledger)
                .exports()
                .takeAll(List.of(Samples.manifest("exp_1"), Samples.manifest("exp_3")), "crm", "r2");

        assertThat(exportState("exp_1")).isEqualTo(ExportState.TAKEN);
        assertThat(exportState("exp_3")).isEqualTo(ExportState.TAKEN);
        assertThat(plan("exp_1", "r2", Map.of("mirror", "m")))
                .extracting(Delivery::id)
                .containsExactly("exp_1@archive");
    }

    @Test
    void ofEightThatPlanTheSameKeyAtOnceOneHasIt() throws Exception {
        Map<String, String> key = Map.of("ops", "one/key");
        for (int number = 10; number < 18; number++) {
            transferring("r" + number, "exp_" + number);
        }
        AtomicInteger number = new AtomicInteger(10);

        List<Integer> refused = atOnce(() -> {
            int own = number.getAndIncrement();
            return plan("exp_" + own, "r" + own, key).size();
        });

        assertThat(refused).containsOnlyOnce(0).hasSize(8).containsOnly(0, 1);
    }

    private List<Delivery> plan(String exportId, String runId, Map<String, String> keys) {
        Unclaimed.of(ledger).deliveries().plan(exportId, runId, keys, Map.of());
        return Unclaimed.of(ledger).deliveries().holdKeys(exportId, keys);
    }
}
