package io.exportroutes.app;

import io.exportroutes.value.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name under which this state folder takes runs from the queue: kept in it, so that a restart recognizes its own. No two
 * nodes may have the same name, or one would release the other's runs; so a file without a usable name gets a new, unique
 * name. Runs under another name are free once the takeover time is over.
 */
final class NodeNameFile {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNameFile.class);
    private static final Pattern USABLE = Pattern.compile("[^\\p{Cntrl}\\uFFFD]{1,100}");

    private NodeNameFile() {}

    static String of(Path stateDirectory) {
        Path file = stateDirectory.resolve("node");
        try {
            Optional<String> kept = read(file);
            return kept.isPresent() ? kept.get() : make(stateDirectory, file);
        } catch (IOException e) {
            throw StateFolderLock.unusable(stateDirectory, e);
        }
    }

    /** The name; empty if there is no file, or one that is empty or damaged, as a full disk or a crash leaves it. */
    private static Optional<String> read(Path file) throws IOException {
        try {
            String name = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return Optional.of(name).filter(text -> USABLE.matcher(text).matches());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Under its own name the file is there only once it is whole. */
    private static String make(Path stateDirectory, Path file) throws IOException {
        Folders.make(stateDirectory);
        String name = "node-" + UUID.randomUUID().toString().substring(0, 8);
        Path whole = Files.createTempFile(stateDirectory, "node-", ".tmp");
        try {
            write(whole, name + "\n");
            String published = publish(whole, file, name);
            Folders.force(
                    file.toAbsolutePath().getParent()); // a node that comes back without its name has lost its spool
            return published;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static String publish(Path whole, Path file, String name) throws IOException {
        try {
            Files.createLink(file, whole); // unlike a rename, it leaves alone what another process wrote just now
            return name;
        } catch (FileAlreadyExistsException there) {
            Optional<String> others = read(file);
            if (others.isPresent()) {
                return others.get();
            }
            LOG.warn("{} had no usable name, perhaps after a full disk: this node is {} from now on", file, name);
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            LOG.debug("{} is renamed: {}", whole, noLinksHere.getMessage());
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return name;
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
