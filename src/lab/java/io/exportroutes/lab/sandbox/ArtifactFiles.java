package io.exportroutes.lab.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** The folder with the artifacts of one sandbox: owner-only, and gone when it closes. */
final class ArtifactFiles implements AutoCloseable {
    private final Path folder;

    ArtifactFiles() throws IOException {
        // The JDK creates both temporary folders and temporary files for their owner alone.
        folder = Files.createTempDirectory("export-routes-sandbox-");
    }

    Artifact write(ArtifactContent content, Instant created) {
        try {
            Path file = Files.createTempFile(folder, "artifact-", null);
            CRC32 checksum = new CRC32();
            try (OutputStream out = new CheckedOutputStream(Files.newOutputStream(file), checksum)) {
                content.writeTo(out);
            }
            long size = Files.size(file);
            String tag = String.format(Locale.ROOT, "\"%x-%08x\"", size, checksum.getValue());
            return new Artifact(file, size, tag, created.truncatedTo(ChronoUnit.SECONDS));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
