package io.exportroutes.delivery;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.Hashes;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file of another application, which is read once for its SHA-256 before anything is written anywhere. It must stay as it
 * is until the delivery is over: a file that changed meanwhile is noticed before the last byte is given out, so that no mixture
 * of the two gets its final name.
 */
public final class FileContent implements Content {
    private final Path file;
    private final String contentType;
    private final Mark mark;
    private final String sha256;

    private FileContent(Path file, String contentType, Mark mark, String sha256) {
        this.file = file;
        this.contentType = contentType;
        this.mark = mark;
        this.sha256 = sha256;
    }

    /**
     * Reads the file once, from its beginning to its end.
     *
     * @param contentType its media type, see {@link Content#contentType}
     * @throws PermanentFailure {@code source_missing} if it does not exist or is not a file
     * @throws TransientFailure {@code source_changed} if it changes while it is read; {@code io_error} where it cannot be read
     */
    public static FileContent of(Path file, String contentType) {
        try {
            Mark before = Mark.of(file);
            String sha256 = Hashes.sha256(file, FileContent::endIfInterrupted);
            if (!Mark.of(file).equals(before)) {
                throw changed(file);
            }
            return new FileContent(file, contentType, before, sha256);
        } catch (NoSuchFileException absent) {
            throw new PermanentFailure(
                    FailureCode.SOURCE_MISSING,
                    "There is no file " + file,
                    "Find out who removed it before it was delivered",
                    absent);
        } catch (IOException e) {
            throw FileFailures.of("Reading " + file, e);
        }
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(mark.size());
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public InputStream open() throws IOException {
        return new UnchangedStream(Files.newInputStream(file), mark.size(), this::check);
    }

    @Override
    public Verified awaitVerified() throws IOException {
        check();
        return new Verified(mark.size(), sha256);
    }

    @Override
    public String toString() {
        return "FileContent[" + file + ", " + mark.size() + " bytes]";
    }

    private void check() throws IOException {
        if (!Mark.of(file).equals(mark)) {
            TransientFailure failure = changed(file);
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static TransientFailure changed(Path file) {
        return new TransientFailure(
                FailureCode.SOURCE_CHANGED,
                "The file " + file + " changed while it was read",
                "Deliver files that are complete: written under another name and renamed, or read with readLock");
    }

    private static void endIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new TransientFailure(FailureCode.INTERRUPTED, "Reading was interrupted", "It is retried");
        }
    }

    /** Attributes that change when the file is written or replaced. */
    private record Mark(
            long size, FileTime modified, @Nullable Object identity) {
        static Mark of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new PermanentFailure(
                        FailureCode.SOURCE_MISSING, file + " is not a file", "Deliver one file at a time");
            }
            return new Mark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }
}
