package io.exportroutes.delivery.file;

import io.exportroutes.spool.WriteBehind;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that only our user can read and that are synced to the disk. */
final class SyncedFiles {
    private SyncedFiles() {}

    /** Writes the stream to its end into a file that is new or emptied, and forces it to the disk. */
    static void write(Path file, InputStream bytes, int bufferSize) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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

    /** Removes a file after a failure; the failure is the one that is reported. */
    static void removeAfter(Exception failure, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
