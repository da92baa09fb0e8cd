package io.exportroutes.report;

import io.exportroutes.ledger.Ledger;

/** Read-backs as the ledger has them. */
final class LedgerFacts {
    private LedgerFacts() {}

    static ReadBacks readBacks(Ledger ledger) {
        return (period, each) -> ledger.deliveries()
                .copies()
                .readBacks()
                .of(
                        period,
                        found -> each.accept(new ReadBacks.ReadBack(
                                new ReadBacks.Place(
                                        found.subject().exportId(),
                                        found.subject().destination()),
                                found.origin().endedAt(),
                                found.level().word(),
                                found.result().word(),
                                found.evidence().detail())));
    }
}
