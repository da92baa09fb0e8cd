package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryPlan;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportOwner;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.SpooledBytes;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReportTest {
    /** A destination may fail before the guard has looked: no replay of that delivery gets past the guard. */
    @Test
    void aDeadDeliveryOfARefusedArtifactIsNotToBeReplayed() {
        StringWriter said = new StringWriter();

        new RunReport(new PrintWriter(said), 0)
                .print(List.of(new RunView(Samples.run("r1"), List.of(refused()), List.of(dead()))));

        assertThat(said.toString())
                .contains("exp_1@partner: It hung up")
                .contains("dead-letters release exp_1")
                .doesNotContain("dead-letters replay");
    }

    private static ExportEntry refused() {
        return new ExportEntry(
                Samples.manifest("exp_1"),
                new ExportOwner("crm", "r1", null, null),
                ExportState.REFUSED,
                new SpooledBytes(5L, "a".repeat(64), null, null),
                new FailureNote("guard_min_size", "It is small", "Look at it"));
    }

    private static Delivery dead() {
        return new Delivery(
                new DeliveryPlan("exp_1", "partner", "r1", "key"),
                DeliveryState.DEAD,
                1,
                Receipt.NONE,
                new FailureNote("hung_up", "It hung up", null));
    }
}
