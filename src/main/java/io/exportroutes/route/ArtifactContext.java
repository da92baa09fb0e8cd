package io.exportroutes.route;

import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.spool.SpoolFile;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The artifact that an exchange moves, carried as the exchange property {@code artifact}. */
public record ArtifactContext(ExportEntry export, SpoolFile file) {
    static final String PROPERTY = "artifact";
    /** The exchange property with its entry in the ledger, there also where the spool refuses to open it. */
    public static final String EXPORT = "export";

    /** The exchange property with what ends its readers and its writer where the run is lost. */
    private static final String WHEN_LOST = "whenLost";

    String exportId() {
        return export.manifest().id();
    }

    public static ArtifactContext of(Exchange exchange) {
        ArtifactContext work = in(exchange);
        if (work == null) {
            throw new IllegalStateException("No artifact on this exchange: a route was entered out of order");
        }
        return work;
    }

    static @Nullable ArtifactContext in(Exchange exchange) {
        return exchange.getProperty(PROPERTY, ArtifactContext.class);
    }

    /** Where the run is lost, its readers and its writer end; whoever has the run next goes on with the bytes in a new object. */
    static void begin(Exchange exchange, ArtifactContext work) {
        exchange.setProperty(PROPERTY, work);
        exchange.setProperty(WHEN_LOST, ExchangeState.run(exchange).hold().untilLost(work.file()::fail));
    }

    /** It is whole or has failed: a run of a hundred thousand keeps nothing of it. */
    static void settled(Exchange exchange) {
        if (exchange.removeProperty(WHEN_LOST) instanceof OwnedRun.Broken whenLost) {
            whenLost.close();
        }
    }
}
