package io.exportroutes.cli;

import io.exportroutes.app.KameletSink;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.OneArtifact;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.drill.CopyRepair;
import io.exportroutes.drill.CopyRepair.Repaired;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archive repair}. */
@Command(
        name = "repair",
        description = {
            "Writes a bad copy anew from a good one, under a key of its own, with its sidecar, and reads it back. What was found bad is"
                    + " evidence: it stays under its key, until you remove it by hand.",
            "COPY is an export at a destination, exp_…@DESTINATION, as archive list and the alarm read-back-bad name it. It is read"
                    + " first: a copy that is as it was delivered is not repaired (exit status 2).",
            "A repair that broke off is done again in the same way, and goes on under the same key."
        },
        footer = {
            "  export-routes archive repair exp_20261120_010001_a1b2c3d4e5@archive",
            "  export-routes archive repair exp_20261120_010001_a1b2c3d4e5@archive --from mirror"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveRepairCommand extends OutputCommand {
    @Parameters(paramLabel = "COPY", description = "Which copy.")
    String copy;

    @Option(names = "--from", paramLabel = "DEST", description = "Take the bytes from this destination's copy alone.")
    @Nullable
    String from;

    @Mixin
    ByOption by;

    /** The printed object. */
    record RepairedJson(CopyJson copy, String from, String result) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (Opened opened = new ArchiveOptions().open(common, err)) {
            List<ArchivedCopy> all = opened.source.find(new CopyChoice(exportId(), null), Integer.MAX_VALUE);
            ArchivedCopy bad = all.stream()
                    .filter(one -> one.id().equals(copy))
                    .findFirst()
                    .orElseThrow(this::unknown);
            opened.archives.of(bad.destination()); // says if it cannot be read
            CopyReader reader = Objects.requireNonNull(opened.reader(common.clock()));
            CopyRepair repair = new CopyRepair(
                    opened.archives,
                    new KameletSink(opened.context(), opened.archives.caller()),
                    opened.context().ledger(),
                    reader,
                    opened.folder());
            Repaired repaired =
                    repair.repair(bad, others(opened, bad), by.name(), new FetchLines(new TransferLine(), err));
            print(repaired);
            return (repaired.seen().result().isGood() ? ExitStatus.DELIVERED : ExitStatus.FAILED).code();
        }
    }

    private String exportId() {
        int at = copy.lastIndexOf('@');
        if (at <= 0) {
            throw unknown();
        }
        return copy.substring(0, at);
    }

    private PermanentFailure unknown() {
        return new PermanentFailure(
                FailureCode.UNKNOWN_COPY,
                "There is no copy " + Visible.text(copy),
                "Write EXPORT@DESTINATION; see what there is: export-routes archive list");
    }

    private List<ArchivedCopy> others(Opened opened, ArchivedCopy bad) {
        List<ArchivedCopy> others = new OneArtifact(opened.config, opened.archives)
                .find(opened.source, new CopyChoice(bad.exportId(), null)).stream()
                        .filter(one -> !one.destination().equals(bad.destination()))
                        .filter(one -> from == null || one.destination().equals(from))
                        .toList();
        if (others.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.NO_GOOD_COPY,
                    "There is no other copy of " + bad.exportId() + (from == null ? "" : " at " + from)
                            + " that can be read",
                    "See which copies there are: export-routes archive list " + bad.exportId());
        }
        return others;
    }

    private void print(Repaired repaired) {
        ArchivedCopy fresh = repaired.copy();
        String result = repaired.seen().result().word();
        if (output.json()) {
            Json.print(
                    out(), new RepairedJson(CopyJson.of(fresh), repaired.from().destination(), result));
            return;
        }
        out().println("Repaired " + fresh.id());
        out().println("  from     " + repaired.from().destination() + ", "
                + repaired.from().key());
        out().println("  is now   " + fresh.key());
        out().println("  SHA-256  " + fresh.bytes().sha256());
        out().println("  read back: " + result + ". The bad one was left as it is, under its former key.");
    }
}
