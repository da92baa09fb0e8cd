package io.exportroutes.spool;

import io.exportroutes.config.SpoolConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The space that downloads may take: reserved for each before it begins, so that no two use the same space, and
 * checked again while it grows, because others use the disk, too. Safe for several threads; failures as in {@link Spool}.
 */
public final class SpoolRoom {
    /** The bytes of a download between two checks; a download of unknown size reserves as many at a time. */
    static final long STEP = 1 << 20;

    private final Spool spool;
    private final SpoolConfig limits;
    /** One for the spool, whatever the limits: downloads that began under other ones still need their space. */
    private final Map<String, Long> promised;

    private final Map<String, Long> sinceLook = new HashMap<>();

    public SpoolRoom(Spool spool, SpoolConfig limits) {
        this.spool = spool;
        this.limits = limits;
        this.promised = spool.promised();
    }

    /** Whether an artifact of so many bytes is larger than the spool may ever be. */
    public boolean neverFits(long size) {
        Long most = limits.maxSize();
        return most != null && size > most;
    }

    /**
     * Reserves so many further bytes for the export instead of its earlier reservation, or says why not; then the former
     * promise is gone too.
     *
     * @param bytes negative if unknown
     */
    public Optional<String> promise(String exportId, long bytes) {
        synchronized (promised) {
            release(exportId);
            return reserve(exportId, bytes);
        }
    }

    private Optional<String> reserve(String exportId, long bytes) {
        long wanted = bytes < 0 ? STEP : bytes;
        long others = promised.values().stream().mapToLong(Long::longValue).sum();
        long free = spool.usableBytes() - others;
        if (free - wanted < limits.reserve()) {
            return Optional.of("%d bytes are wanted, %d are free on the spool's disk, and limits.spool.reserve is %d"
                    .formatted(wanted, free, limits.reserve()));
        }
        Long most = limits.maxSize();
        long used = most == null ? 0 : spool.usedBytes() + others;
        if (most != null && used + wanted > most) {
            return Optional.of(
                    "%d bytes are wanted, the spool holds or has promised %d, and limits.spool.max-size is %d"
                            .formatted(wanted, used, most));
        }
        promised.put(exportId, wanted);
        return Optional.empty();
    }

    /** Counts bytes before they are written; fails if they and the rest of the download no longer fit. */
    public Optional<String> grow(String exportId, int bytes) {
        synchronized (promised) {
            return grown(exportId, bytes);
        }
    }

    private Optional<String> grown(String exportId, int bytes) {
        long left = promised.getOrDefault(exportId, 0L) - bytes;
        long since = sinceLook.merge(exportId, (long) bytes, Long::sum);
        if (left >= 0 && since < STEP) {
            promised.put(exportId, left);
            return Optional.empty();
        }
        return promise(exportId, left < 0 ? -1 : left + bytes);
    }

    /** The download is over: its unused reservation is free for others. */
    public void release(String exportId) {
        synchronized (promised) {
            promised.remove(exportId);
            sinceLook.remove(exportId);
        }
    }
}
