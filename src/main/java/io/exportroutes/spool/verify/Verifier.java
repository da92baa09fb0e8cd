package io.exportroutes.spool.verify;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.SpoolFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checks that every artifact must pass before it appears under its final name. They read the whole file through
 * fixed buffers and trust no part of it. All failures are transient: a truncated or corrupt download is repeated.
 */
public final class Verifier {
    private Verifier() {}

    /**
     * @param found the parts that need not be read again
     * @param alive called repeatedly while it reads, so that no follower stalls ({@link
     *     io.exportroutes.spool.SpoolFile#touch})
     * @throws ExportFailure {@code artifact_empty}, {@code download_truncated}, {@code artifact_corrupt}, {@code
     *     artifact_zip_overlap}, {@code artifact_is_error_reply}; {@code spool_read_failed} if the disk fails; {@code
     *     interrupted}
     */
    public static void verify(Path file, ArtifactFacts facts, Findings found, Runnable alive) {
        try {
            checkSize(file, Files.size(file), facts.size());
            CheckedContent content = new CheckedContent(file, alive);
            ErrorReply.refuse(content);
            switch (ArtifactKind.of(facts)) {
                case ZIP -> ZipCheck.check(content, found.entries());
                case JSON -> {
                    if (!found.document()) {
                        JsonCheck.check(content);
                    }
                }
                case SQL, CSV -> TextCheck.check(content);
                case OTHER -> alive.run();
            }
        } catch (IOException refused) {
            throw SpoolFailures.readFailed(file, refused);
        }
    }

    private static void checkSize(Path file, long size, @Nullable Long declared) {
        if (declared != null && declared != size) {
            throw new TransientFailure(
                    FailureCode.DOWNLOAD_TRUNCATED,
                    "The artifact %s has %d bytes, the API promised %d".formatted(file.getFileName(), size, declared),
                    "The download is retried; if it keeps failing, report it to the API's support.");
        }
        if (size == 0) {
            throw new TransientFailure(
                    FailureCode.ARTIFACT_EMPTY,
                    "The artifact %s has no bytes".formatted(file.getFileName()),
                    "The download is retried; if it keeps failing, check what the job selects.");
        }
    }
}
