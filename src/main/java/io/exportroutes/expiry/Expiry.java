package io.exportroutes.expiry;

import io.exportroutes.archive.Archives;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.retention.Copy;
import io.exportroutes.retention.Plan.Judged;
import io.exportroutes.retention.Plan.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes what a plan lets expire: first it is in the ledger that the copy expires, then the artifact goes, then it is in the ledger
 * that it went. A process that dies between any two of these is followed by {@link #finish}. The sidecar stays: the record of what
 * was there.
 */
public final class Expiry {
    private final Copies copies;
    private final Archives archives;
    private final Clock clock;

    public Expiry(Copies copies, Archives archives, Clock clock) {
        this.copies = copies;
        this.archives = archives;
        this.clock = clock;
    }

    /** What became of one copy: null as failure means that it is gone. */
    public record Removed(CopyEntry copy, @Nullable ExportFailure failure) {}

    /** Removes what the plan lets expire, the oldest first; one that cannot be removed stops no other. */
    public List<Removed> apply(PlacePlan place) {
        List<Judged> expiring = new ArrayList<>(place.plan().copies().stream()
                .filter(judged -> judged.verdict() == Verdict.EXPIRE)
                .toList());
        Collections.reverse(expiring);
        List<Removed> removed = new ArrayList<>();
        for (Judged judged : expiring) {
            Copy copy = judged.copy();
            CopyEntry entry = Objects.requireNonNull(place.entries().get(copy.key()));
            String reason = String.join("; ", judged.reasons());
            // Held since the plan was made, or another process is at it.
            if (copies.markExpiring(entry.plan().exportId(), entry.plan().destination(), reason)) {
                removed.add(remove(entry));
            }
        }
        return removed;
    }

    /** Goes on with what was begun, by a process that died or against a destination that failed. */
    public List<Removed> finish() {
        return copies.expiring().stream()
                .filter(entry -> archives.canRead(entry.plan().destination()))
                .map(this::remove)
                .toList();
    }

    /** It may have been locked since the plan was made; a bucket with versions would not refuse to hide it. */
    private void checkUnlocked(Archive archive, CopyEntry entry) {
        Instant now = clock.instant();
        archive.head(entry.plan().key())
                .map(object -> ExpiringObjects.lock(archive, object, now))
                .filter(lock -> !lock.isOpen(now))
                .ifPresent(lock -> {
                    throw new TransientFailure(
                            FailureCode.NOT_REMOVED,
                            entry.id() + " is locked at its destination",
                            "It is tried again, and removed once the lock is over");
                });
    }

    private Removed remove(CopyEntry entry) {
        try {
            Archive archive = archives.of(entry.plan().destination());
            // Fails where the base directory is not there: what lies on a disk that is not mounted has not gone.
            archive.list(new ArchiveRequest(Operation.LIST, entry.plan().key(), "", 1));
            checkUnlocked(archive, entry);
            archive.delete(entry.plan().key());
            if (archive.head(entry.plan().key()).isPresent()) {
                throw new TransientFailure(
                        FailureCode.NOT_REMOVED,
                        entry.id() + " is still at its destination after it was deleted",
                        "It is tried again; find out what keeps it there, such as a lock");
            }
            copies.recordExpired(entry.plan().exportId(), entry.plan().destination());
            return new Removed(entry, null);
        } catch (IOException e) {
            return new Removed(
                    entry,
                    new TransientFailure(
                            FailureCode.IO_ERROR,
                            "Removing " + entry.id() + " failed: " + e.getMessage(),
                            "It is tried again",
                            e));
        } catch (ExportFailure failure) {
            return new Removed(entry, failure);
        }
    }
}
