package io.exportroutes.view;

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
import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunViewTest {
    private static final int EXPORTS = 200;

    /** A sweep may have a hundred thousand exports: to look through all deliveries for each of them takes hours. */
    @Test
    void theDeliveriesOfEachExportAreFoundByReadingAllDeliveriesOnce() {
        Counted deliveries = new Counted(IntStream.range(0, EXPORTS)
                .mapToObj(RunViewTest::id)
                .flatMap(id -> Stream.of(delivery(id, "archive"), delivery(id, "partner")))
                .toList());
        List<ExportEntry> exports =
                IntStream.range(0, EXPORTS).mapToObj(RunViewTest::export).toList();

        RunView view = new RunView(Samples.run("r1"), exports, deliveries);

        for (ExportEntry export : exports) {
            String id = export.manifest().id();
            assertThat(view.deliveriesOf(export))
                    .extracting(Delivery::id)
                    .containsExactly(id + "@archive", id + "@partner");
        }
        assertThat(view.deliveries()).hasSize(2 * EXPORTS);
        assertThat(deliveries.reads).isEqualTo(2 * EXPORTS);
    }

    @Test
    void anExportWithoutDeliveriesHasNone() {
        RunView view = new RunView(Samples.run("r1"), List.of(export(1)), List.of());

        assertThat(view.deliveriesOf(export(1))).isEmpty();
    }

    /** Counts how often an element is read. */
    private static final class Counted extends AbstractList<Delivery> {
        private final List<Delivery> deliveries;
        private int reads;

        Counted(List<Delivery> deliveries) {
            this.deliveries = deliveries;
        }

        @Override
        public Delivery get(int index) {
            reads++;
            return deliveries.get(index);
        }

        @Override
        public int size() {
            return deliveries.size();
        }
    }

    private static String id(int number) {
        return "exp_" + number;
    }

    private static ExportEntry export(int number) {
        return new ExportEntry(
                Samples.manifest(id(number)),
                new ExportOwner("crm", "r1", null, null),
                ExportState.VERIFIED,
                new SpooledBytes(5L, "a".repeat(64), null, null),
                FailureNote.NONE);
    }

    private static Delivery delivery(String export, String destination) {
        return new Delivery(
                new DeliveryPlan(export, destination, "r1", "key"),
                DeliveryState.DELIVERED,
                1,
                Receipt.NONE,
                FailureNote.NONE);
    }
}
