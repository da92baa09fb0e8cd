package io.exportroutes.spool;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The failures of the spool, each worded once. */
public final class SpoolFailures {
    private SpoolFailures() {}

    /** The failure as a stream must raise it. */
    static IOException thrown(ExportFailure failure) {
        return new IOException(failure.getMessage(), failure);
    }

    static TransientFailure stalled(String exportId, long received, Duration stall) {
        return new TransientFailure(
                FailureCode.STALLED,
                "No byte of export %s has arrived for %d seconds; %d bytes are here"
                        .formatted(exportId, stall.toSeconds(), received),
                "The download is retried; if it keeps failing, check the network, or raise api.stall-timeout.");
    }

    static TransientFailure restarted(String exportId) {
        return new TransientFailure(
                FailureCode.DOWNLOAD_RESTARTED,
                "The download of export %s began again from zero while it was being delivered".formatted(exportId),
                "The delivery is retried from its start.");
    }

    static TransientFailure tooLong(String exportId, long expected, long arrived) {
        return new TransientFailure(
                FailureCode.DOWNLOAD_TOO_LONG,
                "Export %s was promised with %d bytes and at least %d arrived".formatted(exportId, expected, arrived),
                "The download is retried; if it keeps failing, report it to the API's support.");
    }

    static TransientFailure truncated(String exportId, long expected, long received) {
        return new TransientFailure(
                FailureCode.DOWNLOAD_TRUNCATED,
                "Export %s was promised with %d bytes and has %d".formatted(exportId, expected, received),
                "The download is retried; if it keeps failing, report it to the API's support.");
    }

    static TransientFailure empty(String exportId) {
        return new TransientFailure(
                FailureCode.ARTIFACT_EMPTY,
                "Export %s has no bytes".formatted(exportId),
                "The download is retried; if it keeps failing, check what the job selects.");
    }

    static TransientFailure removed(String exportId) {
        return new TransientFailure(
                FailureCode.ARTIFACT_REMOVED,
                "Export %s was removed from the spool while it was in use".formatted(exportId),
                "It is downloaded again while the API has it.");
    }

    public static TransientFailure interrupted(String exportId) {
        return new TransientFailure(
                FailureCode.INTERRUPTED,
                "Waiting for export %s was interrupted".formatted(exportId),
                "It continues at the next attempt or start.");
    }

    static TransientFailure writeFailed(Path path, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota");
        return new TransientFailure(
                full ? FailureCode.SPOOL_FULL : FailureCode.IO_ERROR,
                "The spool file %s cannot be written: %s".formatted(path, cause.getMessage()),
                "Check the free space and the permissions of the state folder, and this user's quota and limit of file size.",
                cause);
    }

    public static TransientFailure readFailed(Path path, IOException cause) {
        return new TransientFailure(
                FailureCode.SPOOL_READ_FAILED,
                "The spool file %s cannot be read: %s".formatted(path, cause.getMessage()),
                "Check the disk and the permissions of the state folder.",
                cause);
    }
}
