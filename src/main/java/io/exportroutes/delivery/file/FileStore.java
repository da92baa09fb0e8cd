package io.exportroutes.delivery.file;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.FileFailures;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.KeyLocks;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.TempFiles;
import io.exportroutes.delivery.TrackedStream;
import io.exportroutes.delivery.TreeListing;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.value.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine. An artifact is written to a temporary file beside its place (see {@link TempFiles}), forced to the disk and then
 * renamed; files are readable by their owner alone.
 */
public final class FileStore implements ArtifactStore, Archive {
    private static final int BUFFER = 256 * 1024;

    private final KeyLocks claims = new KeyLocks();
    private final BaseDirectory base = new BaseDirectory(Clock.systemUTC());
    private @Nullable String directory;
    private boolean create;
    private boolean marker = true;

    /** The directory below which the keys are written. */
    public void setDirectory(String directory) {
        this.directory = StoreOptions.text(directory);
    }

    /** Whether the directory may be made, once, where it is missing. */
    public void setCreate(@Nullable String create) {
        this.create = Boolean.parseBoolean(create);
    }

    /** Whether a marker is kept in the directory, as it is unless this says {@code false}. */
    public void setMarker(@Nullable String marker) {
        String text = StoreOptions.text(marker);
        this.marker = text == null || Boolean.parseBoolean(text);
    }

    @Override
    public Stored put(String key, Content content) throws IOException {
        Path target = path(key);
        try (KeyLocks.Claim claim = claims.claim(key);
                InputStream bytes = content.open()) {
            TrackedStream watched = new TrackedStream(content, bytes);
            try {
                return put(target, content, watched);
            } catch (IOException e) {
                if (watched.failure() == e) {
                    throw e;
                }
                throw FileFailures.of("Writing " + target, e);
            }
        }
    }

    @Override
    public Optional<Stored> find(String key) {
        Path target = path(key);
        try {
            return Optional.of(new Stored(target.toString(), Files.size(target)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailures.of("Looking for " + target, e);
        }
    }

    @Override
    public List<StoredObject> list(ArchiveRequest request) {
        try {
            return TreeListing.page(new FileTree(root()), request);
        } catch (IOException e) {
            throw FileFailures.of("Listing " + root(), e);
        }
    }

    @Override
    public Optional<StoredObject> head(String key) {
        Path target = path(key);
        try {
            return FileTree.file(key, target);
        } catch (IOException e) {
            throw FileFailures.of("Looking for " + target, e);
        }
    }

    @Override
    public InputStream read(String key) {
        Path target = path(key);
        try {
            return Files.newInputStream(target);
        } catch (NoSuchFileException e) {
            throw KeyCheck.absent(target.toString(), e);
        } catch (IOException e) {
            throw FileFailures.of("Reading " + target, e);
        }
    }

    @Override
    public void delete(String key) {
        Path target = path(key);
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw FileFailures.of("Deleting " + target, e);
        }
    }

    @Override
    public void close() {
        // No file stays open between two calls.
    }

    @Override
    public String toString() {
        return "FileStore[" + directory + "]";
    }

    private Stored put(Path target, Content content, TrackedStream bytes) throws IOException {
        check(content);
        Folders.make(target.getParent());
        String name = String.valueOf(target.getFileName());
        for (String leftover : TempFiles.leftovers(name, content)) {
            Files.deleteIfExists(target.resolveSibling(leftover));
        }
        Path part = target.resolveSibling(TempFiles.name(name, content));
        try {
            SyncedFiles.write(part, bytes, BUFFER);
            long size = Files.size(part);
            long expected = bytes.awaitVerified().size();
            if (size != expected) {
                throw new TransientFailure(
                        FailureCode.COPY_DIFFERS,
                        "%s has %d bytes, the artifact has %d".formatted(part, size, expected),
                        "It is written again; if it keeps failing, check the disk");
            }
            check(content); // the disk may have gone meanwhile, and the path would lead elsewhere
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.force(target.getParent());
            // Reading it back now would show the page cache, not the disk.
            return new Stored(target.toString(), size, Confirmation.SIZE);
        } catch (IOException | RuntimeException e) {
            SyncedFiles.removeAfter(e, part);
            throw e;
        }
    }

    private void check(Content content) throws IOException {
        base.check(new LocalBaseDirectory(root()), new BaseDirectory.Rules(create, marker), content.memory());
    }

    private Path root() {
        return Path.of(StoreOptions.required("directory", directory))
                .toAbsolutePath()
                .normalize();
    }

    private Path path(String key) {
        Path path = root();
        for (String part : KeyCheck.parts(key)) {
            path = path.resolve(part);
        }
        return path;
    }
}
