package io.exportroutes.chain;

import io.exportroutes.archive.Archives;
import io.exportroutes.custody.AllowedSigners;
import io.exportroutes.custody.ChainReport;
import io.exportroutes.custody.ChainVerifier;
import io.exportroutes.custody.Finding;
import io.exportroutes.custody.Head;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.Chains;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies the chain of a job at each of its destinations, and compares them. */
public final class ChainLook {
    private final Archives archives;
    private final @Nullable AllowedSigners signers;
    private final List<Head> heads;
    private final @Nullable Chains ledger;

    /**
     * @param signers whose signatures count; null: those that the ledger knows, else those of the list that lies beside the chain
     * @param heads witnessed elsewhere, of any chain
     * @param ledger a witness as well: of what each destination confirmed; null: none is asked
     */
    public ChainLook(Archives archives, @Nullable AllowedSigners signers, List<Head> heads, @Nullable Chains ledger) {
        this.archives = archives;
        this.signers = signers;
        this.heads = List.copyOf(heads);
        this.ledger = ledger;
    }

    /**
     * What was found.
     *
     * @param reports by destination; those without any entry that nobody expects there are left out
     * @param differences between destinations
     * @param unreadable why a destination could not be looked at
     */
    public record Looked(
            String job,
            Map<String, ChainReport> reports,
            List<Finding> differences,
            Map<String, ExportFailure> unreadable) {
        /** Whether something is wrong; one that is only behind catches up. */
        public boolean isBad() {
            return reports.values().stream()
                            .anyMatch(report -> !report.findings().isEmpty())
                    || differences.stream().anyMatch(finding -> finding.kind() != Finding.Kind.BEHIND);
        }

        public boolean isEmpty() {
            return reports.isEmpty() && unreadable.isEmpty();
        }
    }

    public Looked look(String job, Collection<String> destinations) {
        Map<String, ChainReport> reports = new LinkedHashMap<>();
        Map<String, ExportFailure> unreadable = new LinkedHashMap<>();
        for (String destination : destinations) {
            List<Head> expected = expected(job, destination);
            try {
                ChainReport report = report(job, destination, expected);
                if (report.size() > 0 || !expected.isEmpty()) {
                    reports.put(destination, report);
                }
            } catch (IOException e) {
                unreadable.put(
                        destination,
                        new TransientFailure(FailureCode.IO_ERROR, String.valueOf(e.getMessage()), "Try again", e));
            } catch (ExportFailure failure) {
                unreadable.put(destination, failure);
            }
        }
        return new Looked(
                job,
                reports,
                reports.size() < 2
                        ? List.of()
                        : ChainReport.compare(List.copyOf(reports.keySet()), List.copyOf(reports.values())),
                unreadable);
    }

    private ChainReport report(String job, String destination, List<Head> expected) throws IOException {
        Archive archive = archives.of(destination);
        AllowedSigners counted = signers;
        if (counted == null) {
            counted = ledger != null && !ledger.places().keys().isEmpty()
                    ? AllowedSigners.parse(SignerList.of(ledger.places().keys()))
                    : SignerList.at(archive);
        }
        return new ChainVerifier(counted, expected)
                .verify(job, new ArchiveChain(destination, archive, job), entry -> {});
    }

    /** What the destination must have: the heads from elsewhere, and what it confirmed. */
    private List<Head> expected(String job, String destination) {
        List<Head> expected = new ArrayList<>(
                heads.stream().filter(head -> head.chain().equals(job)).toList());
        if (ledger != null) {
            ledger.places().of(job).stream()
                    .filter(place -> place.destination().equals(destination) && place.seq() > 0)
                    .forEach(place -> expected.addAll(head(ledger, place)));
        }
        return expected;
    }

    private static List<Head> head(Chains ledger, ChainPlace place) {
        return ledger.entries(place.chain(), place.seq() - 1, 1).stream()
                .map(entry -> Head.of(place.chain(), entry.seq(), entry.entry()))
                .toList();
    }
}
