package io.exportroutes.delivery.file;

import io.exportroutes.spool.WriteBehind;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that only our user can read and that are synced to the disk. */
final class SyncedFiles {
    /** The content is asked again before each piece. */
    private static final long PIECE = 1 << 20;

    private SyncedFiles() {}

    /** Writes the stream to its end into a file that is new or emptied, and forces it to the disk. */
    static void write(Path file, InputStream bytes, int bufferSize) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            RegionStream regions = RegionStream.of(bytes);
            if (regions == null) {
                copy(bytes, channel, bufferSize);
            } else {
                transfer(regions, channel);
            }
            channel.force(true);
        }
    }

    private static void copy(InputStream bytes, FileChannel channel, int bufferSize) throws IOException {
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
    }

    /** By the kernel, which copies once instead of twice, or not at all where the file system can share blocks. */
    private static void transfer(RegionStream regions, FileChannel channel) throws IOException {
        WriteBehind writeBehind = new WriteBehind();
        FileRegion region = regions.readRegion(PIECE);
        while (region != null) {
            try {
                transfer(region, channel);
            } catch (UnreadableRegion e) {
                throw regions.unreadable(e);
            } catch (ClosedChannelException e) {
                regions.readRegion(1); // says why the content was closed
                throw e;
            }
            writeBehind.wrote(channel, region.length());
            region = regions.readRegion(PIECE);
        }
    }

    private static void transfer(FileRegion region, FileChannel channel) throws IOException {
        long end = region.position() + region.length();
        long at = region.position();
        while (at < end) {
            long count = transfer(region, at, end - at, channel);
            if (count == 0) {
                region.requireReadable(at);
                throw new EOFException("The content became shorter while it was copied");
            }
            at += count;
        }
    }

    private static long transfer(FileRegion region, long at, long length, FileChannel channel) throws IOException {
        try {
            return region.file().transferTo(at, length, channel);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            region.requireReadable(at);
            throw e;
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
