package io.exportroutes.custody;

import io.exportroutes.custody.Finding.Kind;
import io.exportroutes.custody.Finding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was found in the chain of one job at one destination. */
public final class ChainReport {
    private final String job;
    private final String chain;
    private final SeenEntries entries;
    private final List<Finding> findings;
    private final List<Signer> signers;

    ChainReport(String job, String chain, SeenEntries entries, List<Finding> findings, List<Signer> signers) {
        this.job = job;
        this.chain = chain;
        this.entries = entries;
        this.findings = List.copyOf(findings);
        this.signers = List.copyOf(signers);
    }

    /**
     * Whose signatures were found good, and on which entries.
     *
     * @param from the number of the first entry
     * @param to the number of the last one; those between that were refused are among the findings
     * @param principal the name under which the list of signers has the key, or null if it does not have it
     * @param introduced whether an entry named the key before; if not, the list alone vouches for it, as it does for the first
     */
    public record Signer(
            long from, long to, PublicKey key, @Nullable String principal, boolean introduced) {
        Signer upTo(long seq) {
            return new Signer(from, seq, key, principal, introduced);
        }
    }

    /** How many entries are there, whatever is wrong with them. */
    public int size() {
        return entries.size();
    }

    /** The last entry that is there, or empty if there is none. */
    public Optional<Head> head() {
        return entries.sha256(entries.last()).map(sha256 -> new Head(chain, entries.last(), sha256));
    }

    /** Whether nothing was found against it. */
    public boolean holds(Verdict verdict) {
        return findings.stream().noneMatch(finding -> finding.kind().verdict() == verdict);
    }

    /** In the order of the numbers; the same in a row is one, and of each kind there are at most 200. */
    public List<Finding> findings() {
        return findings;
    }

    /** In the order of the numbers. The first key's fingerprint is what to compare with what the operator says. */
    public List<Signer> signers() {
        return signers;
    }

    /**
     * Compares destinations: each with the one that has the most entries. The same chain everywhere gives no finding; what was
     * rewritten by whoever has the key is found here, unless it was rewritten at all of them.
     *
     * @param names of the destinations, in the order of the reports
     */
    public static List<Finding> compare(List<String> names, List<ChainReport> reports) {
        List<Finding> found = new ArrayList<>();
        Optional<ChainReport> longest =
                reports.stream().max(Comparator.comparingLong((ChainReport report) -> report.entries.last()));
        for (int i = 0; i < reports.size(); i++) {
            String other = names.get(reports.indexOf(longest.orElseThrow()));
            difference(names.get(i), reports.get(i), other, longest.get()).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Finding> difference(String name, ChainReport one, String longer, ChainReport longest) {
        Optional<Long> parting = one.entries.parting(longest.entries);
        long last = one.entries.last();
        long behind = longest.entries.last() - last;
        if (parting.isPresent()) {
            long seq = parting.get();
            return Optional.of(new Finding(
                    Kind.FORK,
                    CustodyFiles.entry(one.job, seq),
                    seq,
                    seq,
                    "%s and %s part at %d: %s and %s".formatted(name, longer, seq, one.hash(seq), longest.hash(seq))));
        }
        return behind == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        Kind.BEHIND,
                        CustodyFiles.entry(one.job, last + 1),
                        last + 1,
                        longest.entries.last(),
                        "%s ends at %d and is behind %s by %d".formatted(name, last, longer, behind)));
    }

    private String hash(long seq) {
        return entries.sha256(seq).orElse("nothing");
    }
}
