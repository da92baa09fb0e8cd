package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.SidecarCopies;
import io.exportroutes.chain.ChainOpening;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.RebuiltCopy;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Makes a new ledger from the sidecars and chains at destinations, for a machine that was lost: which copies there are, of which"
                    + " runs and exports, with their sizes and SHA-256. Destinations are read, and nothing is written there.",
            "The ledger must have no run yet. Runs that stored nothing, dead letters, holds and read-backs are not at the destinations and"
                    + " do not come back; a chain of custody goes on with its next number.",
            "The exit status is 3 if something at a destination could not be understood."
        },
        footer = {
            "  export-routes ledger rebuild --from archive --from mirror",
            "  export-routes ledger rebuild --from archive --state /var/lib/export-routes"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LedgerRebuildCommand extends OutputCommand {
    private static final int AT_ONCE = 200;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DEST",
            description = "A destination to read; may be given several times. Of two that are one place name one.")
    List<String> from;

    private int copies;
    private int notUnderstood;

    /** The printed object. */
    record RebuiltJson(int copies, int notUnderstood) {}

    @Override
    public Integer call() throws IOException {
        try (AppContext context = AppContext.open(common.options(Mode.COMMAND), common.config(), common.clock());
                KameletArchives archives =
                        new KameletArchives(common.options(Mode.COMMAND), context.config(), common.clock())) {
            if (!context.ledger().history().rebuild().isEmpty()) {
                throw new PermanentFailure(
                        FailureCode.LEDGER_NOT_EMPTY,
                        "The ledger knows runs already, and was left as it is",
                        "Name another --state folder, or move the ledger away first");
            }
            from.forEach(archives::of);
            bring(context, archives);
            openChains(context, archives);
        }
        if (output.json()) {
            Json.print(out(), new RebuiltJson(copies, notUnderstood));
        } else {
            out().println("The ledger has " + copies + (copies == 1 ? " copy" : " copies") + " from "
                    + String.join(", ", from) + ".");
        }
        return (notUnderstood == 0 ? ExitStatus.DELIVERED : ExitStatus.PARTIAL).code();
    }

    private void bring(AppContext context, KameletArchives archives) throws IOException {
        SidecarCopies found = new SidecarCopies(archives, from, this::doubt);
        List<RebuiltCopy> ready = new ArrayList<>();
        for (ArchivedCopy copy : found.find(CopyChoice.ALL, Integer.MAX_VALUE)) {
            try {
                ready.add(SidecarFacts.read(archives, copy));
            } catch (PermanentFailure failure) {
                notUnderstood++;
                doubt(failure.getMessage() + ". " + failure.hint());
            }
            if (ready.size() == AT_ONCE) {
                bring(context, ready);
            }
        }
        bring(context, ready);
        if (found.isPartial()) {
            notUnderstood++;
        }
    }

    private void bring(AppContext context, List<RebuiltCopy> ready) {
        if (!ready.isEmpty()) {
            context.ledger().history().rebuild().bring(ready);
            copies += ready.size();
            ready.clear();
        }
    }

    private void doubt(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Visible.text(text));
        err.flush();
    }

    private void openChains(AppContext context, KameletArchives archives) {
        Chains chains = context.ledger().deliveries().copies().chains();
        if (!chains.areWritten()) {
            return;
        }
        ChainOpening opening = new ChainOpening(context.config(), chains, archives);
        context.config().jobs().values().forEach(job -> {
            try {
                opening.open(job);
            } catch (ExportFailure failure) {
                notUnderstood++;
                doubt(failure.getMessage() + ". " + failure.hint());
            }
        });
    }
}
