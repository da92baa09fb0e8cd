package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;

/** Maps errors of a file system to failures. */
public final class FileFailures {
    private FileFailures() {}

    public static ExportFailure of(String what, IOException thrown) {
        String reason = String.valueOf(thrown.getMessage());
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return new TransientFailure(
                    FailureCode.DISK_FULL, what + ": the disk is full", "Free some space there", thrown);
        }
        if (thrown instanceof AccessDeniedException || reason.contains("Read-only file system")) {
            return new PermanentFailure(
                    FailureCode.PERMISSION_DENIED,
                    what + ": this process may not write there",
                    "Let the user of this process write to the directory",
                    thrown);
        }
        if (thrown instanceof FileAlreadyExistsException
                || thrown instanceof NotDirectoryException
                || reason.contains("Not a directory")
                || reason.contains("Is a directory")) {
            return new PermanentFailure(
                    FailureCode.DIRECTORY_MISSING,
                    what + ": a file is in the way of a directory",
                    "Correct the destination's directory",
                    thrown);
        }
        return new TransientFailure(
                FailureCode.IO_ERROR,
                what + ": " + reason,
                "It is retried; if it keeps failing, check the disk",
                thrown);
    }
}
