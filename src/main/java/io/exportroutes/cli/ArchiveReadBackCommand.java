package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.LedgerCopies;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Copies;
import io.exportroutes.readback.DueCopies;
import io.exportroutes.readback.KnownCopy;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code archive read-back}. */
@Command(
        name = "read-back",
        description = {
            "Reads copies back now, whatever the time of the day and the budget, and remembers what it found: those that are named, or"
                    + " else those that are due by read-back of exports.yaml.",
            "DIFFERENT is said only after a second reading from the start. A bad copy is left as it is, as evidence.",
            "The exit status is 0 if all copies are as they were delivered, 1 if one is not or none could be looked at, 3 if some could"
                    + " not be, 4 if there are no such copies."
        },
        footer = {
            "  export-routes archive read-back",
            "  export-routes archive read-back crm-nightly@2026-11-20 --level opens",
            "  export-routes archive read-back crm-nightly --level opens --identity drill.key",
            "  export-routes archive read-back --destination mirror --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveReadBackCommand extends OutputCommand {
    private static final int AT_ONCE = 1000;

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "Only these copies, as archive list takes it.")
    @Nullable
    String what;

    @Option(names = "--destination", paramLabel = "DEST", description = "Only copies at this destination.")
    @Nullable
    String destination;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description =
                    "How much is looked at: exists, checksum, content or opens (default: as exports.yaml says, else content).")
    @Nullable
    String level;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description =
                    "Open encrypted copies with an identity in this file, as age-keygen wrote it; nobody but its owner may have access"
                            + " to it (default: the identity-file of exports.yaml). Without one they are read as far as content.")
    @Nullable
    Path identity;

    @Override
    public Integer call() throws IOException {
        if (identity != null) {
            IdentityFile.read(identity); // a wrong one is told before anything is read
        }
        ArchiveOptions shelves = new ArchiveOptions();
        shelves.from = destination;
        @Nullable Level asked = level == null ? null : level(level);
        LookedAt all = new LookedAt();
        try (Opened opened = shelves.open(common, spec.commandLine().getErr())) {
            List<ArchivedCopy> copies = what == null ? due(opened) : named(opened, what);
            if (copies.isEmpty()) {
                out().println("Nothing is due.");
                return ExitStatus.DELIVERED.code();
            }
            look(opened, copies, asked, all);
            all.print(output.json(), out(), opened::zone, " looked at and as delivered");
        }
        return all.status().code();
    }

    private void look(Opened opened, List<ArchivedCopy> copies, @Nullable Level asked, LookedAt all)
            throws IOException {
        CopyReader reader = Objects.requireNonNull(opened.reader(common.clock()));
        TransferLine line = new TransferLine();
        for (ArchivedCopy copy : copies) {
            LongConsumer progress =
                    bytes -> line.show(copy.destination(), bytes, copy.bytes().size());
            boolean readable = opened.archives.canRead(copy.destination());
            all.add(copy, readable ? reader.read(copy, depth(opened, copy, asked), progress) : null);
        }
        line.clear();
    }

    private Level level(String word) {
        return Level.of(word)
                .filter(one -> one != Level.RESTORES)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--level is exists, checksum, content or opens; restores is the service's alone."));
    }

    private Depth depth(Opened opened, ArchivedCopy copy, @Nullable Level asked) {
        ReadBackPolicy policy = opened.config.readBacks().get(copy.destination());
        Depth said = policy == null ? Depth.of(Level.CONTENT) : policy.depth();
        return new Depth(asked != null ? asked : said.level(), identity != null ? identity : said.identityFile());
    }

    private static List<ArchivedCopy> named(Opened opened, String what) {
        List<ArchivedCopy> copies = opened.source.find(opened.choice(what), Integer.MAX_VALUE);
        if (copies.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_COPY,
                    "There are no copies of " + what,
                    "See what there is: export-routes archive list");
        }
        return copies;
    }

    private List<ArchivedCopy> due(Opened opened) {
        List<ArchivedCopy> found = new ArrayList<>();
        for (Map.Entry<String, ReadBackPolicy> entry : opened.config.readBacks().entrySet()) {
            if (destination == null || destination.equals(entry.getKey())) {
                found.addAll(due(opened, entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    private List<ArchivedCopy> due(Opened opened, String place, ReadBackPolicy policy) {
        Copies copies = opened.context().ledger().deliveries().copies();
        DueCopies due = new DueCopies(policy, common.clock().instant(), AT_ONCE);
        copies.readBacks().known(place, policy.level(), due::look);
        LedgerCopies there = new LedgerCopies(opened.config, copies, place);
        return due.first().stream()
                .map(KnownCopy::id)
                .flatMap(id -> there.find(new CopyChoice(id.substring(0, id.lastIndexOf('@')), null), 1).stream())
                .toList();
    }
}
