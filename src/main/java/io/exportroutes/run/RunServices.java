package io.exportroutes.run;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.spool.Spool;
import java.time.Clock;

/**
 * The services of the route beans.
 *
 * @param node the name of this node, by which the ledger knows its spool
 */
public record RunServices(
        ExportsConfig config,
        KameletCatalog catalog,
        Ledger ledger,
        Spool spool,
        DeliveriesInFlight inFlight,
        ShutdownSignal stopping,
        OwnedRuns ownedRuns,
        String node,
        Clock clock) {
    /** Whether the destination's Kamelet may read an artifact that is still arriving; one that may send a notice instead never does. */
    public boolean startsEarly(DestinationConfig destination) {
        return destination.storesAll()
                && catalog.find(destination.type())
                        .map(sink -> sink.readsGrowing())
                        .orElse(false);
    }
}
