package io.exportroutes.delivery.file;

import io.exportroutes.spool.WriteBehind;
import io.exportroutes.value.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories that only our user can read and that are synced to the disk. */
final class SyncedFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private SyncedFiles() {}

    /** Writes the stream to its end into a file that is new or emptied, and forces it to the disk. */
    static void write(Path file, InputStream bytes, int bufferSize) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
            WriteBehind writeBehind = new WriteBehind();
            byte[] buffer = new byte[bufferSize];
            int read;
            while ((read = bytes.read(buffer)) >= 0) {
                ByteBuffer piece = ByteBuffer.wrap(buffer, 0, read);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
                writeBehind.wrote(channel, read);
            }
            channel.force(true);
        }
    }

    /** Writes a few bytes into a file that is new or emptied, and forces it to the disk. */
    static void writeSmall(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
    }

    /** Makes the directory and those above it as needed, for our user alone, and forces the new entries to the disk. */
    static void makeDirectories(@Nullable Path directory) throws IOException {
        Folders.make(directory, attributes("rwx------"));
    }

    /** Removes a file after a failure, which stays the one that is told. */
    static void removeAfter(Exception failure, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
