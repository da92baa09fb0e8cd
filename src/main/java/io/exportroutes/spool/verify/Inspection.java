package io.exportroutes.spool.verify;

import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.SpoolReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks an artifact while it arrives, so that little remains to be checked at the end. It only saves work: {@link
 * Verifier} reads again whatever was not checked here, and only the verifier reports failures.
 */
public final class Inspection implements AutoCloseable {
    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(250);

    private final SpoolReader bytes;
    private final CompletableFuture<Findings> findings = new CompletableFuture<>();

    private Inspection(SpoolReader bytes) {
        this.bytes = bytes;
    }

    /** Follows the writer of this file on its own thread, until the end, a failure, or {@link #close}. */
    public static Inspection begin(SpoolFile file, ArtifactFacts facts) {
        Inspection inspection = new Inspection(file.inspect());
        ArtifactKind kind = ArtifactKind.of(facts);
        if (kind == ArtifactKind.ZIP || kind == ArtifactKind.JSON) {
            Thread thread = new Thread(() -> inspection.run(file, kind), "inspect " + file.exportId());
            thread.setDaemon(true);
            thread.start();
        } else {
            inspection.findings.complete(Findings.NOTHING);
        }
        return inspection;
    }

    /**
     * Waits for its end; all bytes have to be there ({@link SpoolFile#arrived}).
     *
     * @param alive called repeatedly while it waits
     */
    public Findings await(Runnable alive) throws InterruptedException {
        while (true) {
            try {
                return findings.get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillReading) {
                alive.run();
            } catch (ExecutionException impossible) {
                return Findings.NOTHING;
            }
        }
    }

    /** How many bytes it has read so far. */
    long position() {
        return bytes.position();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private void run(SpoolFile file, ArtifactKind kind) {
        Findings found = Findings.NOTHING;
        try {
            found = inspect(file, kind);
        } catch (IOException | RuntimeException notReadableThisWay) {
            found = Findings.NOTHING;
        } finally {
            findings.complete(found);
        }
    }

    private Findings inspect(SpoolFile file, ArtifactKind kind) throws IOException {
        CheckedContent content = new CheckedContent(file.path(), () -> bytes, () -> {});
        if (kind == ArtifactKind.JSON) {
            JsonCheck.check(content);
            return new Findings(true, ZipEntries.none());
        }
        try (InputStream stream = content.open()) {
            return new Findings(false, ZipEntries.read(stream));
        }
    }
}
