package io.exportroutes.chain;

import io.exportroutes.archive.Archives;
import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.custody.Entry;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks for one entry of a chain at destinations, without a ledger. Its signature is not looked at: whoever asks has to find the bytes
 * that it names.
 */
public final class EntrySearch {
    private final Archives archives;
    private final List<String> destinations;
    private final Consumer<String> doubts;

    /** @param doubts told of each destination that could not be asked, and of what is no entry */
    public EntrySearch(Archives archives, List<String> destinations, Consumer<String> doubts) {
        this.archives = archives;
        this.destinations = List.copyOf(destinations);
        this.doubts = doubts;
    }

    /**
     * The entry as the first destination has it that has one under the number.
     *
     * @return empty if those that could be asked have none
     * @throws ExportFailure if none could be asked
     */
    public Optional<Entry> find(String job, long seq) {
        List<ExportFailure> failures = new ArrayList<>();
        for (String destination : destinations) {
            try {
                Optional<Entry> entry = new ArchiveChain(destination, archives.of(destination), job)
                        .entry(seq)
                        .map(stored -> read(destination, job, seq, stored.entry()));
                if (entry.isPresent()) {
                    return entry;
                }
            } catch (IOException e) {
                failures.add(
                        new TransientFailure(FailureCode.IO_ERROR, String.valueOf(e.getMessage()), "Try again", e));
            } catch (ExportFailure failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty() && failures.size() == destinations.size()) {
            throw failures.get(0);
        }
        failures.forEach(failure -> doubts.accept(String.valueOf(failure.getMessage())));
        return Optional.empty();
    }

    private static Entry read(String destination, String job, long seq, byte[] bytes) {
        try {
            return Entry.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_COPY,
                    "What lies at %s under %s is no entry of a chain of custody: %s"
                            .formatted(destination, CustodyFiles.entry(job, seq), e.getMessage()),
                    "Look at the chain: export-routes archive verify " + job,
                    e);
        }
    }
}
