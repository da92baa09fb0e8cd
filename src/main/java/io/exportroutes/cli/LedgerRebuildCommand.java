package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.chain.ChainOpening;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.Holds;
import io.exportroutes.ledger.Rebuild;
import io.exportroutes.ledger.RebuiltChains;
import io.exportroutes.ledger.ToldCopies;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Makes a new ledger from the sidecars and chains at destinations, for a machine that was lost: which copies there are, of which"
                    + " runs and exports, with their sizes and SHA-256. Destinations are read, and nothing is written there.",
            "What the chains of custody tell comes back as well: holds, copies that expired, were given up or repaired, and what was read"
                    + " back up to the day before the last one. Only a chain that verifies and that ends with a key of exports.yaml is"
                    + " believed. Without custody in exports.yaml holds do not come back.",
            "The ledger must have no run yet. Runs that stored nothing and dead letters are not at the destinations and do not come back;"
                    + " a chain of custody goes on with its next number.",
            "The exit status is 3 if something at a destination could not be understood."
        },
        footer = {
            "  export-routes ledger rebuild --from archive --from mirror",
            "  export-routes ledger rebuild --from archive --state /var/lib/export-routes"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LedgerRebuildCommand extends OutputCommand {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "DEST",
            description = "A destination to read; may be given several times. Of two that are one place name one.")
    List<String> from;

    private int notUnderstood;

    /**
     * The printed object.
     *
     * @param gone how many copies expired or were given up
     * @param custody whether chains of custody were asked
     */
    record RebuiltJson(int copies, int gone, int holds, boolean custody, int notUnderstood) {}

    @Override
    public Integer call() {
        try (AppContext context = AppContext.open(common.options(Mode.COMMAND), common.config(), common.clock());
                KameletArchives archives =
                        new KameletArchives(common.options(Mode.COMMAND), context.config(), common.clock())) {
            Rebuild rebuild = context.ledger().history().rebuild();
            if (!rebuild.isEmpty()) {
                throw new PermanentFailure(
                        FailureCode.LEDGER_NOT_EMPTY,
                        "The ledger knows runs already, and was left as it is",
                        "Name another --state folder, or move the ledger away first");
            }
            from.forEach(archives::of);
            ToldCopies told = new ToldCopies();
            Set<String> chains = openChains(context, archives, told);
            RebuiltSidecars sidecars = new RebuiltSidecars(archives, told, rebuild, this::doubt);
            sidecars.bring(from);
            chains.forEach(chain -> rebuild.chains().bringReadBacks(chain, told).forEach(this::wrong));
            int holds = holds(context, told);
            boolean custody = custody(context, sidecars.jobs());
            notUnderstood += sidecars.notUnderstood();
            print(new RebuiltJson(sidecars.copies(), sidecars.gone(), holds, custody, notUnderstood));
        }
        return (notUnderstood == 0 ? ExitStatus.DELIVERED : ExitStatus.PARTIAL).code();
    }

    /** Begins the chains of all jobs with what destinations have of them; returns those that can be believed. */
    private Set<String> openChains(AppContext context, KameletArchives archives, ToldCopies told) {
        Chains chains = context.ledger().deliveries().copies().chains();
        Set<String> believed = new TreeSet<>();
        if (!chains.areWritten()) {
            return believed;
        }
        ChainOpening opening = new ChainOpening(context.config(), chains, archives);
        RebuiltChains rebuilt = context.ledger().history().rebuild().chains();
        for (JobConfig job : context.config().jobs().values()) {
            try {
                opening.open(job);
                rebuilt.tell(job.name(), told).forEach(this::wrong);
                believed.add(job.name());
            } catch (ExportFailure failure) {
                wrong("What the chain of %s tells, holds above all, did not come back. %s. %s"
                        .formatted(job.name(), failure.getMessage(), failure.hint()));
            }
        }
        return believed;
    }

    /** How many are open of exports that were brought; those of others are named. */
    private int holds(AppContext context, ToldCopies told) {
        int placed = 0;
        for (Holds.Hold hold : told.holds()) {
            if (context.ledger().exports().find(hold.exportId()).isPresent()) {
                placed++;
            } else {
                wrong("%s is held by %s (%s), and has no copy at %s: the hold did not come back"
                        .formatted(hold.exportId(), hold.by(), hold.reason(), String.join(", ", from)));
            }
        }
        return placed;
    }

    /** Whether chains were asked; the jobs whose chains were not are named. */
    private boolean custody(AppContext context, Set<String> jobs) {
        if (!context.ledger().deliveries().copies().chains().areWritten()) {
            return false;
        }
        jobs.stream()
                .filter(job -> !context.config().jobs().containsKey(job))
                .forEach(job -> wrong(
                        "exports.yaml has no job %s: its chain of custody was not read, and holds of it did not come back"
                                .formatted(job)));
        return true;
    }

    private void print(RebuiltJson rebuilt) {
        if (output.json()) {
            Json.print(out(), rebuilt);
            return;
        }
        out().println("The ledger has "
                + (rebuilt.copies() == 1 ? "1 copy" : rebuilt.copies() + " copies") + " from "
                + String.join(", ", from) + ".");
        out().println(
                        rebuilt.custody()
                                ? "By the chains of custody, %s open; %d more copies expired or were given up."
                                        .formatted(
                                                rebuilt.holds() == 1 ? "1 hold is" : rebuilt.holds() + " holds are",
                                                rebuilt.gone())
                                : "exports.yaml has no custody: holds do not come back. Place them again before anything expires:"
                                        + " export-routes hold add");
    }

    private void wrong(String text) {
        notUnderstood++;
        doubt(text);
    }

    private void doubt(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Visible.text(text));
        err.flush();
    }
}
