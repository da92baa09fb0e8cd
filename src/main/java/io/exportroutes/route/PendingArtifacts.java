package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The exports that a run still has to move, in order, for all lanes to take from. Safe for several threads. */
public final class PendingArtifacts {
    private final Queue<String> ids;
    private final Map<String, Long> small;
    private final Map<String, ExportFailure> failures = new HashMap<>();

    /** @param small the sizes in bytes of those that may travel in batches, by id */
    PendingArtifacts(Collection<String> ids, Map<String, Long> small) {
        this.ids = new ArrayDeque<>(ids);
        this.small = new HashMap<>(small);
    }

    synchronized int size() {
        return ids.size();
    }

    /** It left its batch: it is to be moved by itself, after all others. */
    synchronized void putBack(String id) {
        small.remove(id);
        ids.add(id);
    }

    /** Notes why it left its batch, as the first attempt of its own. */
    synchronized void failed(String id, ExportFailure failure) {
        failures.put(id, failure);
    }

    /** Why it left its batch, once; null if nothing failed, or it was asked for before. */
    synchronized @Nullable ExportFailure takeFailure(String id) {
        return failures.remove(id);
    }

    /** The next id, or the next ones where all of them are small; empty at the end. */
    synchronized List<String> next(int most, long mostBytes) {
        List<String> next = new ArrayList<>();
        long bytes = 0;
        for (String id = ids.peek(); id != null; id = ids.peek()) {
            Long size = small.get(id);
            bytes += size == null ? 0 : size;
            boolean fits = size != null && next.size() < most && bytes <= mostBytes;
            if (!next.isEmpty() && !fits) {
                break;
            }
            next.add(ids.remove());
            if (size == null) {
                break;
            }
        }
        return next;
    }
}
