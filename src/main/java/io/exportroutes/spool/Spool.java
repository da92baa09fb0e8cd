package io.exportroutes.spool;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.SpoolFile.Found;
import io.exportroutes.spool.SpoolFile.State;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The folder where artifacts grow while they are downloaded and stay until every delivery is settled. Owner-only. Two files
 * for each export: the bytes and a small note. One {@link SpoolFile} object per export id while it is in use, shared by
 * its writer and its readers.
 *
 * <p>All methods may be called from several threads, and raise a {@link TransientFailure} {@code io_error} if the
 * disk fails.
 */
public final class Spool {
    private final Path directory;
    private volatile Duration stall;
    private final ConcurrentMap<String, SpoolFile> files = new ConcurrentHashMap<>();
    private final Segments segments;
    private final Map<String, Long> promised = new HashMap<>();
    private final EncryptedSpool encrypted;

    /**
     * @param directory created if it is missing
     * @param stall how long a reader waits for the next byte
     */
    public Spool(Path directory, Duration stall) {
        this.directory = directory;
        this.encrypted = new EncryptedSpool(directory.resolve("encrypted"), stall);
        this.stall = stall;
        try {
            OwnerOnly.directory(directory);
            this.segments = new Segments(directory, listing());
        } catch (IOException refused) {
            throw new PermanentFailure(
                    FailureCode.SPOOL_UNUSABLE,
                    "The spool folder %s cannot be used: %s".formatted(directory, refused.getMessage()),
                    "Give a --state folder that this user owns and can write to.",
                    refused);
        }
    }

    /** From now on a reader of a file that is opened waits so long for the next byte. */
    public void readersWait(Duration longest) {
        stall = longest;
    }

    /** The same artifacts as they were encrypted, in a folder of their own; {@link #remove} does not concern them. */
    public EncryptedSpool encrypted() {
        return encrypted;
    }

    /** What downloads under way may still take of the disk, by the export's id; whoever uses it holds its monitor. */
    Map<String, Long> promised() {
        return promised;
    }

    /**
     * The export's file for its writer: the one in use, or the one of an earlier process (complete, or partial if it can be
     * resumed), or a new one. A failed one is replaced by one that continues with its bytes.
     */
    public SpoolFile open(String exportId) {
        return files.compute(
                exportId, (id, current) -> current == null || current.state() == State.FAILED ? load(id) : current);
    }

    /**
     * Writes small artifacts that are whole in memory, in one segment and with one sync to the disk.
     *
     * @return those that are in the spool now; not those that are arriving in a file of their own
     */
    public List<SpoolFile> store(List<WholeArtifact> artifacts) {
        List<WholeArtifact> free = artifacts.stream()
                .filter(artifact -> !files.containsKey(artifact.exportId()))
                .toList();
        if (free.isEmpty()) {
            return List.of();
        }
        return using(() -> {
            segments.add(free);
            return free.stream().map(artifact -> open(artifact.exportId())).toList();
        });
    }

    /** Whether there are bytes of the export here, whole or not. */
    public boolean holds(String exportId) {
        return files.containsKey(exportId)
                || segments.find(exportId).isPresent()
                || Files.exists(new SpoolNames(directory, exportId).note());
    }

    /** The path of a new file for bytes that are needed for a moment only; a crash leaves none beyond the next start. */
    public Path scratch() {
        return segments.scratch();
    }

    /** The export's file for its readers: the one in use, the failed one included; empty if it was not opened. */
    public Optional<SpoolFile> current(String exportId) {
        return Optional.ofNullable(files.get(exportId));
    }

    /**
     * Reads the file and returns whether it is complete, with this size and SHA-256; then it is open as verified. Bytes
     * that are noted as complete but differ are dropped; bytes that are still arriving are not touched.
     *
     * @param alive called repeatedly while it reads; ends it by throwing, without a change
     */
    public Optional<SpoolFile> complete(String exportId, Verified wanted, Runnable alive) {
        SpoolFile inUse = files.get(exportId);
        if (inUse != null && inUse.state() != State.WHOLE) {
            return Optional.empty();
        }
        SpoolNames names = new SpoolNames(directory, exportId);
        return using(() -> {
            if (isInSegment(exportId, wanted, alive)) {
                return Optional.of(open(exportId)).filter(file -> file.state() == State.WHOLE);
            }
            if (isThere(names.bytes(), wanted, alive)) {
                new SpoolNote(names.note()).confirm(exportId, wanted);
                return Optional.of(open(exportId)).filter(file -> file.state() == State.WHOLE);
            }
            forgetFalseProof(exportId, names);
            return Optional.empty();
        });
    }

    /** As {@link #complete}, by the note that an earlier process wrote just before it died: the bytes are checked against it. */
    public Optional<SpoolFile> notedComplete(String exportId, Runnable alive) {
        SpoolNote note = new SpoolNote(new SpoolNames(directory, exportId).note());
        return segments.find(exportId)
                .map(Segment.Place::verified)
                .or(() -> using(note::read).map(SpoolNote.Note::verified))
                .flatMap(noted -> complete(exportId, noted, alive));
    }

    /** Bytes in a segment that are not what they were, or not what is wanted, are dropped. */
    private boolean isInSegment(String exportId, Verified wanted, Runnable alive) throws IOException {
        Segment.Place place = segments.find(exportId).orElse(null);
        if (place == null) {
            return false;
        }
        boolean whole = place.verified().equals(wanted) && place.isWhole(alive);
        if (!whole) {
            segments.remove(exportId);
            files.remove(exportId);
        }
        return whole;
    }

    /** Frees the memory of an export that no run works on, unless it is arriving or being read. */
    public void rest(String exportId) {
        files.computeIfPresent(exportId, (id, file) -> file.state() == State.RECEIVING || file.isRead() ? file : null);
        encrypted.rest(exportId);
    }

    /** Deletes the export's bytes; its present readers end with {@code artifact_removed} unless it is complete. */
    public void remove(String exportId) {
        SpoolFile file = files.remove(exportId);
        if (file != null) {
            file.fail(SpoolFailures.removed(exportId));
        }
        SpoolNames names = new SpoolNames(directory, exportId);
        using(() -> {
            Files.deleteIfExists(names.bytes());
            new SpoolNote(names.note()).delete();
            segments.remove(exportId);
            return true;
        });
    }

    /** The exports that have bytes here, as far as their notes tell. */
    public Set<String> exportIds() {
        Set<String> ids = new HashSet<>(segments.exportIds());
        ids.addAll(encrypted.exportIds());
        for (Path path : listing()) {
            if (SpoolNames.isNote(path)) {
                using(() -> new SpoolNote(path).read())
                        .map(SpoolNote.Note::exportId)
                        .ifPresent(ids::add);
            }
        }
        return ids;
    }

    /** The free space for this user on the spool's disk, in bytes. */
    public long usableBytes() {
        return using(() -> {
            // One system call, where a FileStore reads the list of mounts first; 0 may also say that it failed.
            long free = directory.toFile().getUsableSpace();
            return free > 0 ? free : Files.getFileStore(directory).getUsableSpace();
        });
    }

    /** The size of all files in the spool, in bytes. */
    public long usedBytes() {
        return listing().stream().mapToLong(Spool::sizeOf).sum() + encrypted.usedBytes();
    }

    /** The files that belong neither to these exports nor to one in use: for a report, never deleted. */
    public List<Path> unknownFiles(Set<String> knownExportIds) {
        Set<String> known = new HashSet<>(knownExportIds);
        known.addAll(files.keySet());
        Set<Path> expected = segments.filesOf(known);
        for (String exportId : known) {
            expected.addAll(new SpoolNames(directory, exportId).all());
        }
        return Stream.concat(
                        listing().stream().filter(path -> !expected.contains(path)),
                        encrypted.unknownFiles(knownExportIds).stream())
                .sorted()
                .toList();
    }

    private SpoolFile load(String exportId) {
        SpoolNames names = new SpoolNames(directory, exportId);
        SpoolNote sideFile = new SpoolNote(names.note());
        Segment.Place place = segments.find(exportId).orElse(null);
        if (place != null) {
            long size = place.verified().size();
            return new SpoolFile(
                    exportId, place.region(), sideFile, stall, new Found(size, null, size, place.verified()));
        }
        return using(() -> {
            Found found = sideFile.read()
                    .map(note -> note.found(exportId, sizeOf(names.bytes())))
                    .orElse(Found.NOTHING);
            if (found.received() == 0) {
                Files.deleteIfExists(names.bytes());
                sideFile.delete();
            }
            return new SpoolFile(exportId, new SpoolRegion(names.bytes(), 0), sideFile, stall, found);
        });
    }

    private static boolean isThere(Path bytes, Verified wanted, Runnable alive) throws IOException {
        return sizeOf(bytes) == wanted.size()
                && Files.exists(bytes)
                && Hashes.sha256(bytes, alive).equals(wanted.sha256());
    }

    private void forgetFalseProof(String exportId, SpoolNames names) throws IOException {
        SpoolNote sideFile = new SpoolNote(names.note());
        SpoolNote.Note note = sideFile.read().orElse(null);
        if (note != null && note.verified() != null) {
            sideFile.delete();
            files.remove(exportId);
        }
    }

    private List<Path> listing() {
        return using(() -> {
            try (Stream<Path> paths = Files.list(directory)) {
                return paths.filter(path -> !path.equals(encrypted.directory())).toList();
            }
        });
    }

    private static long sizeOf(Path path) {
        return path.toFile().length(); // 0 if it is not there (any more)
    }

    private <T> T using(DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException refused) {
            throw new TransientFailure(
                    FailureCode.IO_ERROR,
                    "The spool folder %s cannot be read or written: %s".formatted(directory, refused.getMessage()),
                    "Check the free space and the permissions of the state folder.",
                    refused);
        }
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }
}
