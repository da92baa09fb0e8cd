package io.exportroutes.component.jobs;

import org.apache.camel.spi.Metadata;

/** The headers of a due time. */
public final class JobsConstants {
    @Metadata(
            label = "consumer",
            description = "The due time, by which its runs are known however late the exchange is.",
            javaType = "java.time.Instant")
    public static final String SCHEDULED_FOR = "ExportRoutesScheduledFor";

    private JobsConstants() {}
}
