package io.exportroutes.route;

import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.spool.SpoolFile;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The artifact that an exchange moves, carried as the exchange property {@code artifact}. */
record ArtifactWork(ExportEntry export, SpoolFile file) {
    static final String PROPERTY = "artifact";
    /** The exchange property with its entry in the ledger, there also where the spool refuses to open it. */
    static final String EXPORT = "export";

    String exportId() {
        return export.manifest().id();
    }

    static ArtifactWork of(Exchange exchange) {
        ArtifactWork work = in(exchange);
        if (work == null) {
            throw new IllegalStateException("No artifact on this exchange: a route was entered out of order");
        }
        return work;
    }

    static @Nullable ArtifactWork in(Exchange exchange) {
        return exchange.getProperty(PROPERTY, ArtifactWork.class);
    }
}
