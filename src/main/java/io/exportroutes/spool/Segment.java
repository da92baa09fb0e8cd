package io.exportroutes.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Verified;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with the bytes of several small artifacts, one behind the other, so that one sync to the disk is enough for all of
 * them: the length of a JSON list (four bytes), the list (id, size and SHA-256 of each), then the bytes. It is written once. The
 * list proves nothing by itself: a part of an earlier process's segment is read and hashed before its use.
 */
final class Segment {
    private static final String ENDING = ".segment";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LIST = 1 << 20;
    /** Bounds the native buffer that the channel keeps per thread. */
    private static final int LARGEST_WRITE = 256 * 1024;

    private Segment() {}

    /** Where the bytes of one artifact are, and what they were when they were written. */
    record Place(SpoolRegion region, Verified verified) {
        Path file() {
            return region.file();
        }

        /** Whether they still are. */
        boolean isWhole(Runnable alive) throws IOException {
            return Hashes.sha256(file(), region.start(), verified.size(), alive).equals(verified.sha256());
        }
    }

    private record Listed(String exportId, long size, String sha256) {}

    static boolean isOne(Path path) {
        return path.toString().endsWith(ENDING);
    }

    static Path name(Path directory, String unique) {
        return directory.resolve(unique + ENDING);
    }

    /**
     * Writes a new segment and syncs it and its name to the disk.
     *
     * @return where each artifact is, by its id
     * @throws IOException if the disk refuses; then nothing is left of it
     */
    static Map<String, Place> write(Path file, List<WholeArtifact> parts) throws IOException {
        byte[] list = JSON.writeValueAsBytes(parts.stream()
                .map(part -> new Listed(
                        part.exportId(), part.verified().size(), part.verified().sha256()))
                .toList());
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(
                    channel,
                    ByteBuffer.allocate(Integer.BYTES).putInt(list.length).array());
            write(channel, list);
            for (WholeArtifact part : parts) {
                write(channel, part.bytes());
            }
            channel.force(true);
        } catch (IOException refused) {
            Files.deleteIfExists(file);
            throw refused;
        }
        Folders.force(file.toAbsolutePath().getParent());
        return places(file, List.of(JSON.readValue(list, Listed[].class)), list.length);
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += LARGEST_WRITE) {
            ByteBuffer some = ByteBuffer.wrap(bytes, at, Math.min(LARGEST_WRITE, bytes.length - at));
            while (some.hasRemaining()) {
                channel.write(some);
            }
        }
    }

    /** What an earlier process wrote: where each artifact is, by its id; empty if it never wrote all of it. */
    static Map<String, Place> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int length = Files.size(file) < Integer.BYTES ? -1 : in.readInt();
            if (length < 0 || length > LONGEST_LIST) {
                return Map.of();
            }
            return places(file, List.of(JSON.readValue(in.readNBytes(length), Listed[].class)), length);
        } catch (JsonProcessingException torn) {
            return Map.of();
        }
    }

    private static Map<String, Place> places(Path file, List<Listed> listed, int length) throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        long start = Integer.BYTES + length;
        for (Listed one : listed) {
            places.put(one.exportId(), new Place(new SpoolRegion(file, start), new Verified(one.size(), one.sha256())));
            start += one.size();
        }
        return start == Files.size(file) ? places : Map.of();
    }
}
