package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a copy after its delivery, as a chain of custody tells it.
 *
 * @param holds those of its export that are open
 * @param repairs by which it was written anew, the first one first
 * @param gone why nothing counts on it any more, or null
 */
public record CopyFate(
        List<Holds.Hold> holds,
        List<Repair> repairs,
        @Nullable Gone gone) {
    /** Nothing became of it, or nobody tells. */
    public static final CopyFate NONE = new CopyFate(List.of(), List.of(), null);

    /**
     * It expired, or somebody gave it up.
     *
     * @param lostBy who gave it up; null where it expired
     */
    public record Gone(String reason, Instant at, @Nullable String lostBy) {}

    /** Whether what lies under the key is what a repair left as evidence. */
    public boolean isEvidence(String key) {
        return !repairs.isEmpty()
                && !key.equals(repairs.get(repairs.size() - 1).keys().fresh());
    }
}
