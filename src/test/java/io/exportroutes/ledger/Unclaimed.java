package io.exportroutes.ledger;

/** What the work on a run writes, for tests that have no claim: nothing of the program can write it so. */
public final class Unclaimed {
    private Unclaimed() {}

    public static ClaimedLedger of(Ledger ledger) {
        return new ClaimedLedger(
                new RunWriter(ledger.database),
                new ExportWriter(ledger.database),
                new DeliveryWriter(ledger.database),
                new BatchWriter(ledger.database));
    }
}
