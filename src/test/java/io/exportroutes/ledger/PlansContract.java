package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export owes is fixed when its run plans its deliveries. */
abstract class PlansContract extends LedgerContract {
    @BeforeEach
    void planned() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "a/key", "partner", "p/key"), Map.of());
    }

    @Test
    void whatARunPlannedOnceStaysAsItIs() {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");

        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "other", "ops", "o/key"), Map.of());
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of(), Map.of());

        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(Delivery::destination)
                .containsExactly("archive", "partner");
        assertThat(ledger.deliveries().ofRun("r1"))
                .extracting(delivery -> delivery.plan().key())
                .containsExactly("a/key", "p/key");
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.SENDING);
    }

    /** An older version noted the deliveries, and not whose plan they are. */
    @Test
    void whatAnOlderVersionPlannedStaysAsItIsToo() throws Exception {
        update("update exports set planned_for = null");

        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("ops", "o/key"), Map.of());

        assertThat(ledger.deliveries().ofExport("exp_1")).hasSize(2);
    }

    /** Whether the first plan was made by this version, which notes whose it is, or by an older one. */
    @ParameterizedTest
    @ValueSource(strings = {"'r1'", "null"})
    void aRunThatTakesOverWhatFailedAddsItsOwnPlanAndKeepsTheRest(String plannedFor) throws Exception {
        update("update exports set planned_for = " + plannedFor);
        Unclaimed.of(ledger).exports().fail("exp_1", BROKEN);
        begun("r2");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r2");

        Unclaimed.of(ledger).deliveries().plan("exp_1", "r2", Map.of("archive", "other", "ops", "o/key"), Map.of());
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r2", Map.of("more", "m/key"), Map.of());

        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(delivery -> delivery.plan().key())
                .containsExactly("a/key", "o/key", "p/key");
    }
}
