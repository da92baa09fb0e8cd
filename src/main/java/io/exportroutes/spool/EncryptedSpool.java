package io.exportroutes.spool;

import io.exportroutes.value.Verified;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts of a spool as they were encrypted, one file for each set of recipients, in a folder of their own: made when the first
 * one comes. Safe for several threads; failures as in {@link Spool}.
 */
public final class EncryptedSpool {
    private static final String MARK = "-age-";
    private static final int SHORT = 16;

    private final Path directory;
    private final Duration stall;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();
    /** What this process has in memory, by export. */
    private final Map<String, Set<String>> opened = new ConcurrentHashMap<>();

    private @Nullable Spool files;

    EncryptedSpool(Path directory, Duration stall) {
        this.directory = directory;
        this.stall = stall;
    }

    Path directory() {
        return directory;
    }

    /**
     * Takes the right to make the file, until the result is closed; empty while somebody else has it.
     *
     * @param recipients the fingerprint of the set
     */
    public Optional<Claim> claim(String exportId, String recipients) {
        String id = id(exportId, recipients);
        return claimed.add(id) ? Optional.of(() -> claimed.remove(id)) : Optional.empty();
    }

    /** The right to make a file. */
    public interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /** Whether somebody makes the file now. */
    public boolean isClaimed(String exportId, String recipients) {
        return claimed.contains(id(exportId, recipients));
    }

    /** A new file, in place of whatever was there. */
    public SpoolFile begin(String exportId, String recipients) {
        String id = id(exportId, recipients);
        all().remove(id);
        return opened(exportId, all().open(id));
    }

    /** The file if it is whole, with this size and SHA-256; it is read if this process did not write it. */
    public Optional<SpoolFile> complete(String exportId, String recipients, Verified wanted, Runnable alive) {
        Spool present = present();
        if (present == null) {
            return Optional.empty();
        }
        String id = id(exportId, recipients);
        Optional<SpoolFile> known = present.current(id).filter(file -> isThere(file, wanted));
        return known.isPresent() ? known : present.complete(id, wanted, alive).map(file -> opened(exportId, file));
    }

    private SpoolFile opened(String exportId, SpoolFile file) {
        opened.computeIfAbsent(exportId, id -> ConcurrentHashMap.newKeySet()).add(file.exportId());
        return file;
    }

    private static boolean isThere(SpoolFile file, Verified wanted) {
        return file.state() == SpoolFile.State.WHOLE
                && wanted.equals(file.verified())
                && file.path().toFile().length() == wanted.size();
    }

    /** Deletes what there is of the file. */
    public void remove(String exportId, String recipients) {
        Spool present = present();
        if (present != null) {
            present.remove(id(exportId, recipients));
        }
    }

    void rest(String exportId) {
        Set<String> ids = opened.remove(exportId);
        if (ids != null) {
            ids.forEach(id -> all().rest(id));
        }
    }

    Set<String> exportIds() {
        Spool present = present();
        return present == null
                ? Set.of()
                : present.exportIds().stream().map(EncryptedSpool::exportOf).collect(Collectors.toSet());
    }

    long usedBytes() {
        Spool present = present();
        return present == null ? 0 : present.usedBytes();
    }

    List<Path> unknownFiles(Set<String> knownExportIds) {
        Spool present = present();
        if (present == null) {
            return List.of();
        }
        return present.unknownFiles(present.exportIds().stream()
                .filter(id -> knownExportIds.contains(exportOf(id)))
                .collect(Collectors.toSet()));
    }

    private synchronized Spool all() {
        Spool open = files;
        if (open == null) {
            open = new Spool(directory, stall);
            files = open;
        }
        return open;
    }

    private synchronized @Nullable Spool present() {
        return files != null || Files.isDirectory(directory) ? all() : null;
    }

    private static String id(String exportId, String recipients) {
        return exportId + MARK + recipients.substring(0, SHORT);
    }

    /** What the API calls an export may end like one of ours; what stands here always has our end. */
    private static String exportOf(String id) {
        return id.substring(0, Math.max(0, id.length() - MARK.length() - SHORT));
    }
}
