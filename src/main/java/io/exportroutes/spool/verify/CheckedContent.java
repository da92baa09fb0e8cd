package io.exportroutes.spool.verify;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.SpoolFailures;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is being checked: its bytes, a heartbeat with every buffer, and its possible failures. */
record CheckedContent(Path file, Source source, Runnable alive) {
    private static final int BUFFER = 64 * 1024;

    CheckedContent(Path file, Runnable alive) {
        this(file, () -> Files.newInputStream(file), alive);
    }

    /** The source of the bytes. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** The bytes from the start; the caller closes it. */
    InputStream open() throws IOException {
        return new BufferedInputStream(watched(source.open()), BUFFER);
    }

    /** The stream, with a heartbeat at every read of many bytes; an interrupt ends it. */
    InputStream watched(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                signOfLife();
                return in.read(buffer, offset, length);
            }
        };
    }

    void signOfLife() {
        alive.run();
        if (Thread.currentThread().isInterrupted()) {
            throw SpoolFailures.interrupted(file.getFileName().toString());
        }
    }

    TransientFailure corrupt(String what, @Nullable Throwable cause) {
        return new TransientFailure(
                FailureCode.ARTIFACT_CORRUPT,
                "The artifact %s is corrupt: %s".formatted(file.getFileName(), ShortText.text(what)),
                "The download is retried; if it keeps failing, report it to the API's support.",
                cause);
    }

    TransientFailure truncated(String what, @Nullable Throwable cause) {
        return new TransientFailure(
                FailureCode.DOWNLOAD_TRUNCATED,
                "The artifact %s is truncated: %s".formatted(file.getFileName(), ShortText.text(what)),
                "The download is retried; if it keeps failing, report it to the API's support.",
                cause);
    }

    TransientFailure empty(String what) {
        return new TransientFailure(
                FailureCode.ARTIFACT_EMPTY,
                "The artifact %s is empty: %s".formatted(file.getFileName(), what),
                "The download is retried; if it keeps failing, check what the job selects.");
    }
}
