package io.exportroutes.report;

import io.exportroutes.ledger.JobPeriod;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which copies were read back, and what was found. */
public interface ReadBacks {
    /** Nothing is recorded of any. */
    ReadBacks NONE = (period, each) -> {};

    /**
     * One copy, looked at once.
     *
     * @param level how much was looked at, such as {@code content}
     * @param result such as {@code OK}
     * @param detail what else there is to say, or null
     */
    record ReadBack(
            Place place,
            Instant at,
            String level,
            String result,
            @Nullable String detail) {}

    record Place(String exportId, String destination) {}

    /** Those of the job's copies in the period, in the order of their times. */
    void of(JobPeriod period, Consumer<ReadBack> each);
}
