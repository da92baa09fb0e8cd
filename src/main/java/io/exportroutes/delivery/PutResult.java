package io.exportroutes.delivery;

import io.exportroutes.delivery.ArtifactStore.Stored;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item of a batch.
 *
 * @param stored what the destination confirmed, or null
 * @param failure why it was not stored, or null
 */
public record PutResult(@Nullable Stored stored, @Nullable Exception failure) {
    public static PutResult of(Stored stored) {
        return new PutResult(stored, null);
    }

    public static PutResult failed(Exception failure) {
        return new PutResult(null, failure);
    }
}
