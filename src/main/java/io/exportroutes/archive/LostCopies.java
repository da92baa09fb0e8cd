package io.exportroutes.archive;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import java.util.Optional;

/**
 * Gives up a copy that is no longer at its destination, so that it blocks nothing there. Whoever does it looks first: what is there, as
 * large as it was delivered, is not lost.
 */
public final class LostCopies {
    private final Copies copies;
    private final Archives archives;

    public LostCopies(Copies copies, Archives archives) {
        this.copies = copies;
        this.archives = archives;
    }

    /**
     * Gives it up.
     *
     * @param id {@code exp_…@destination}
     * @return whether its destination was looked at: one that is write-only, or that exports.yaml no longer has, cannot be
     * @throws PermanentFailure {@code copy_choice_invalid}, {@code unknown_copy}, or {@code copy_present} if it is there
     */
    public boolean give(String id, String reason, String by) {
        CopyEntry copy = find(id);
        boolean looked = archives.canRead(copy.plan().destination());
        if (looked) {
            checkGone(copy);
        }
        if (!copies.losses().record(copy, reason, by)) {
            throw unknown(id);
        }
        return looked;
    }

    private CopyEntry find(String id) {
        int at = id.lastIndexOf('@');
        if (at <= 0 || at == id.length() - 1) {
            throw new PermanentFailure(
                    FailureCode.COPY_CHOICE_INVALID,
                    "'" + id + "' names no single copy",
                    "Write EXPORT@DESTINATION, as archive verify and retention plan name it");
        }
        return copies.newest(CopyFilter.ofExport(id.substring(0, at)).at(id.substring(at + 1)), null, 1).stream()
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private void checkGone(CopyEntry copy) {
        String key = copy.plan().key();
        Archive archive = archives.of(copy.plan().destination());
        // Fails where the base directory is not there: what lies on a disk that is not mounted is not lost.
        archive.list(new ArchiveRequest(Operation.LIST, key, "", 1));
        Optional<StoredObject> there = archive.head(key);
        if (there.isPresent() && there.get().size() == copy.stored().size()) {
            throw new PermanentFailure(
                    FailureCode.COPY_PRESENT,
                    copy.id() + " is at its destination, under " + key,
                    "Read it: export-routes archive verify " + copy.plan().exportId() + " --full");
        }
    }

    private static PermanentFailure unknown(String id) {
        return new PermanentFailure(
                FailureCode.UNKNOWN_COPY, "There is no copy " + id, "See what there is: export-routes archive list");
    }
}
