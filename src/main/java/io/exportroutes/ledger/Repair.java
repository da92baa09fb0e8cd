package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy that is written anew beside the bad one.
 *
 * @param oldKey under which the bad one was, and stays
 * @param by whose work it is
 * @param endedAt null while it is not over
 */
public record Repair(
        String exportId,
        String destination,
        Keys keys,
        String by,
        @Nullable Instant endedAt) {
    /** Where the bad one is, and where the good one comes. */
    public record Keys(String old, String fresh) {}
}
