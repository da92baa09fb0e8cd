package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyCheck;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archive verify}. */
@Command(
        name = "verify",
        description = {
            "Looks at copies where they lie: whether each is there with the size that was delivered and, with --full, whether all of its"
                    + " bytes have the SHA-256 that was delivered. It says no more than it looked at.",
            "What was read in full is remembered, unless --no-ledger is given: a copy that is bad is no reason to let another one expire.",
            "Where a job has a chain of custody it is verified at each destination, and compared with what that destination confirmed and"
                    + " with --head.",
            "The exit status is 0 if all copies that could be looked at are as they were delivered, 1 if one is not or none could be"
                    + " looked at or a chain is broken, 3 if some could not be, 4 if there are none."
        },
        footer = {
            "  export-routes archive verify crm-nightly",
            "  export-routes archive verify crm-nightly@2026-11-20 --full",
            "  export-routes archive verify --from mirror --no-ledger --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveVerifyCommand extends OutputCommand {
    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "Only these copies, as archive list takes it.")
    @Nullable
    String what;

    @Mixin
    ArchiveOptions shelves;

    @Option(names = "--full", description = "Read all bytes of each copy.")
    boolean full;

    @Mixin
    ChainsLookedAt chains;

    @Override
    public Integer call() throws IOException {
        LookedAt all = new LookedAt();
        try (Opened opened = shelves.open(common, spec.commandLine().getErr())) {
            List<ArchivedCopy> copies = opened.source.find(opened.choice(what), Integer.MAX_VALUE);
            if (copies.isEmpty()) {
                throw new PermanentFailure(
                        FailureCode.UNKNOWN_COPY,
                        "There are no copies " + (what == null ? "yet" : "of " + what),
                        "See what there is: export-routes archive list");
            }
            TransferLine line = new TransferLine();
            for (ArchivedCopy copy : copies) {
                all.add(copy, opened.archives.canRead(copy.destination()) ? look(opened, copy, line) : null);
            }
            line.clear();
            chains.look(opened, copies);
            all.with(chains)
                    .print(
                            output.json(),
                            out(),
                            opened::zone,
                            full
                                    ? " read in full and as delivered"
                                    : " there with the size that was delivered (not read: --full reads them)");
        }
        return all.status().code();
    }

    /** What was read is remembered where there is a ledger; a size alone is not worth it. */
    private Seen look(Opened opened, ArchivedCopy copy, TransferLine line) throws IOException {
        CopyCheck check = new CopyCheck(opened.archives.of(copy.destination()), copy);
        if (!full) {
            return check.exists();
        }
        LongConsumer progress =
                bytes -> line.show(copy.destination(), bytes, copy.bytes().size());
        CopyReader reader = opened.reader(common.clock());
        return reader == null
                ? check.content(OutputStream::nullOutputStream, progress)
                : reader.read(copy, Depth.of(Level.CONTENT), progress);
    }
}
