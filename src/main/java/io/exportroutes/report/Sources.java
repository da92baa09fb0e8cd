package io.exportroutes.report;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.view.ChainView;
import java.time.Clock;

/** Who knows what a report says. */
public record Sources(ExportsConfig config, Ledger ledger, Clock clock, ReadBacks readBacks, Chains chains) {
    /** The ledger alone. */
    public static Sources of(ExportsConfig config, Ledger ledger, Clock clock) {
        return new Sources(config, ledger, clock, LedgerFacts.readBacks(ledger), job -> ChainView.of(ledger, job));
    }
}
