package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.chain.ChainOpening;
import io.exportroutes.config.JobConfig;
import io.exportroutes.custody.Head;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.view.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code custody adopt}. */
@Command(
        name = "adopt",
        description = {
            "Goes on with a chain after something was lost, by an entry \"gap\" that says why, signed with the present key.",
            "With --from the chain is the one that this destination has, as after the ledger was restored from an older backup; what the"
                    + " others have beyond it or instead of it stays there, and is reported until somebody moves it away.",
            "Without --from it is the ledger's, as after the key before the present one was lost."
        },
        footer = {
            "  export-routes custody adopt crm-nightly --from archive --reason \"the ledger was restored from a backup\"",
            "  export-routes custody adopt crm-nightly --reason \"the key of 2026 was lost with its machine\""
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CustodyAdoptCommand extends OutputCommand {
    @Parameters(paramLabel = "JOB", description = "Whose chain.")
    String job;

    @Option(names = "--from", paramLabel = "DEST", description = "The destination whose chain is right.")
    @Nullable
    String from;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why: it stands in the chain.")
    String reason;

    @Mixin
    ByOption by;

    @Override
    public Integer call() {
        String why = by.given("--reason", reason);
        try (AppContext context = AppContext.open(common.options(Mode.COMMAND), common.config(), common.clock());
                KameletArchives archives =
                        new KameletArchives(common.options(Mode.COMMAND), context.config(), common.clock())) {
            JobConfig known = context.config().job(job);
            Chains chains = context.ledger().deliveries().copies().chains();
            if (!chains.areWritten()) {
                throw new PermanentFailure(
                        FailureCode.NO_CUSTODY,
                        "exports.yaml has no section custody: no chain is written",
                        "docs/custody-chain.md says how to begin one");
            }
            Head head = adopt(known, new ChainOpening(context.config(), chains, archives), chains, why);
            if (output.json()) {
                Json.print(out(), Map.of("chain", job, "head", head.toString()));
            } else {
                out().println("The chain " + job + " goes on: its head is " + head + ".");
                out().println(
                                "Each destination is compared with it from the first entry on, by the next run or the service.");
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private Head adopt(JobConfig known, ChainOpening opening, Chains chains, String why) {
        if (from != null) {
            opening.take(job, from);
        }
        Head head = chains.beginnings().adopt(job, why, by.name());
        chains.places().add(job, opening.storing(known));
        chains.places().of(job).forEach(place -> chains.places().stop(job, place.destination(), null));
        return head;
    }
}
