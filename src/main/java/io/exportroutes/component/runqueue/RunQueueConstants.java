package io.exportroutes.component.runqueue;

import org.apache.camel.spi.Metadata;

/** The headers of the run queue. */
public final class RunQueueConstants {
    @Metadata(
            label = "consumer",
            description =
                    "Set by the route: true keeps the entry in this process, without a worker, until the run is finished"
                            + " or put back; otherwise it is removed when the route is through.",
            javaType = "Boolean")
    public static final String ENTRY_KEPT = "ExportRoutesEntryKept";

    private RunQueueConstants() {}
}
