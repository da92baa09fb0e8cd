package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import io.exportroutes.value.Verified;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy as the sidecar beside it describes it, for a ledger that was lost.
 *
 * @param plain what was verified; of an encrypted copy whose sidecar leaves it out, the stored bytes
 * @param fate what became of it, as the chain of custody tells
 */
public record RebuiltCopy(Manifest manifest, Origin origin, Verified plain, Place place, CopyFate fate) {
    /** The run that archived it. */
    public record Origin(String run, String job, String project, Instant scheduledFor, Instant verifiedAt) {}

    /**
     * Where it lies.
     *
     * @param stored the bytes that lie there
     * @param encrypted whether they are encrypted
     */
    public record Place(String destination, String key, Verified stored, boolean encrypted) {}

    @Nullable
    String recipients() {
        return place.encrypted() ? "rebuilt-" + place.stored().sha256() : null;
    }
}
