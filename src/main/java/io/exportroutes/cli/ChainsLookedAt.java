package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.chain.ChainLook;
import io.exportroutes.chain.ChainLook.Looked;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.custody.AllowedSigners;
import io.exportroutes.custody.ChainReport;
import io.exportroutes.custody.Finding;
import io.exportroutes.custody.Finding.Verdict;
import io.exportroutes.custody.Head;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The chains of custody of jobs whose copies were looked at: the options for them, and what was found. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ChainsLookedAt {
    @Option(
            names = "--head",
            paramLabel = "N:HASH",
            description =
                    "The head of the job's chain of custody as a mail, a heartbeat or a report has it: what the chain must contain.")
    @Nullable
    String head;

    @Option(
            names = "--signers",
            paramLabel = "FILE",
            description =
                    "Whose signatures count, as ssh-keygen reads it. Left out: the keys that the ledger knows, else the list that lies"
                            + " beside the chain, which whoever can write there can replace.")
    @Nullable
    Path signers;

    private final List<Looked> all = new ArrayList<>();

    /** One chain at one destination. */
    record ChainJson(
            String job,
            String destination,
            @Nullable String head,
            Map<String, Boolean> verdicts,
            List<String> findings) {}

    /** Looks at the chains of these copies where they lie. */
    void look(Opened opened, List<ArchivedCopy> copies) throws IOException {
        Map<String, TreeSet<String>> places = new TreeMap<>();
        copies.stream()
                .filter(copy -> opened.archives.canRead(copy.destination()))
                .forEach(copy -> places.computeIfAbsent(copy.subject().job(), job -> new TreeSet<>())
                        .add(copy.destination()));
        ChainLook look = new ChainLook(opened.archives, signers(), heads(places), opened.chains());
        for (Map.Entry<String, TreeSet<String>> place : places.entrySet()) {
            Looked looked = look.look(place.getKey(), place.getValue());
            if (!looked.isEmpty()) {
                all.add(looked);
            }
        }
    }

    private List<Head> heads(Map<String, TreeSet<String>> places) {
        if (head == null) {
            return List.of();
        }
        if (places.size() != 1) {
            throw new PermanentFailure(
                    FailureCode.INVALID_OPTION,
                    "--head is that of one chain, and these are copies of " + String.join(", ", places.keySet()),
                    "Name the job");
        }
        return List.of(Head.parse(places.keySet().iterator().next(), head));
    }

    private @Nullable AllowedSigners signers() throws IOException {
        return signers == null ? null : AllowedSigners.parse(Files.readString(signers));
    }

    /** With what was found of the copies. */
    ExitStatus status(ExitStatus ofCopies) {
        if (all.stream().anyMatch(Looked::isBad)) {
            return ExitStatus.FAILED;
        }
        boolean unsure = all.stream().anyMatch(looked -> !looked.unreadable().isEmpty());
        return unsure && ofCopies == ExitStatus.DELIVERED ? ExitStatus.PARTIAL : ofCopies;
    }

    List<ChainJson> json() {
        return all.stream()
                .flatMap(looked -> looked.reports().entrySet().stream()
                        .map(entry -> new ChainJson(
                                looked.job(),
                                entry.getKey(),
                                entry.getValue().head().map(Head::toString).orElse(null),
                                verdicts(entry.getValue()),
                                Stream.concat(entry.getValue().findings().stream(), looked.differences().stream())
                                        .map(Finding::toString)
                                        .toList())))
                .toList();
    }

    private Map<String, Boolean> verdicts(ChainReport report) {
        Map<String, Boolean> verdicts = new TreeMap<>();
        for (Verdict verdict : List.of(Verdict.AUTHENTIC, Verdict.COMPLETE, Verdict.WITNESSED)) {
            verdicts.put(word(verdict), report.holds(verdict));
        }
        return verdicts;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    void print(PrintWriter out) {
        for (Looked looked : all) {
            out.println("Chain of custody of " + looked.job() + ":");
            looked.reports().forEach((destination, report) -> print(out, destination, report));
            looked.differences().forEach(finding -> out.println("  " + finding));
            looked.unreadable().forEach((destination, why) -> out.println(unreadable(destination, why)));
        }
    }

    private void print(PrintWriter out, String destination, ChainReport report) {
        out.println("  " + destination + ": " + report.size() + " entries, head "
                + report.head().map(Head::toString).orElse("none"));
        verdicts(report).forEach((verdict, holds) -> {
            if (!holds) {
                out.println("    " + verdict + " NO");
            }
        });
        report.findings().forEach(finding -> out.println("    " + finding));
        if (report.findings().isEmpty()) {
            out.println("    authentic, and complete up to its head");
        }
    }

    private static String unreadable(String destination, ExportFailure why) {
        return "  " + destination + " could not be looked at: " + Visible.text(why.getMessage() + ". " + why.hint());
    }
}
