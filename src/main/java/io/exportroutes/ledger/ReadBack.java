package io.exportroutes.ledger;

import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a copy found.
 *
 * @param level how much of it was looked at, never more
 */
public record ReadBack(Subject subject, Level level, Result result, Evidence evidence, Origin origin) {
    /** Which copy, and under which key it was at that time. */
    public record Subject(String exportId, String destination, String key) {}

    /**
     * What the result rests on.
     *
     * @param bytes how many were read, in all readings
     * @param sha256 of all of them, where they were read to their end; null otherwise
     * @param detail why the result is not OK, or null
     */
    public record Evidence(
            long bytes, @Nullable String sha256, @Nullable String detail) {}

    /**
     * When, and by whom.
     *
     * @param program the version of this program
     */
    public record Origin(Instant startedAt, Instant endedAt, String program, String host) {}

    /** {@code exp_…@destination}, as the command line shows it. */
    public String copyId() {
        return DeliverySql.id(subject.exportId(), subject.destination());
    }
}
