package io.exportroutes.archive;

import io.exportroutes.delivery.Archive;

/** The reading sides of the destinations. */
public interface Archives {
    /** Whether the destination is in exports.yaml and has a reading side; otherwise it is write-only. */
    boolean canRead(String destination);

    /**
     * The reading side of a destination.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code write_only} if it has none, {@code unknown_destination} if exports.yaml
     *     does not have it
     */
    Archive of(String destination);
}
