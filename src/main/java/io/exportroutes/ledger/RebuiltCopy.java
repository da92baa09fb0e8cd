package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import io.exportroutes.value.Verified;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy as the sidecar beside it describes it, for a ledger that was lost.
 *
 * @param plain what was verified; of an encrypted copy whose sidecar leaves it out, the stored bytes
 * @param encrypted whether what is stored is encrypted
 */
public record RebuiltCopy(Manifest manifest, Origin origin, Verified plain, Place place, boolean encrypted) {
    /** The run that archived it. */
    public record Origin(String run, String job, String project, Instant scheduledFor, Instant verifiedAt) {}

    /**
     * Where it lies.
     *
     * @param stored the bytes that lie there
     */
    public record Place(String destination, String key, Verified stored) {}

    @Nullable
    String recipients() {
        return encrypted ? "rebuilt-" + place.stored().sha256() : null;
    }
}
