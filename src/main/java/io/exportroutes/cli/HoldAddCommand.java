package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.value.Visible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hold add}. */
@Command(
        name = "add",
        description = {
            "Holds all copies of one export. WHAT is what archive fetch takes: a job, a job with a date, a run, an export or a key.",
            "An export may have several holds, each with its reason."
        },
        footer = {"  export-routes hold add crm-nightly@2026-11-20 --reason \"audit 2026\""})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class HoldAddCommand extends OutputCommand {
    @Parameters(paramLabel = "WHAT", description = "Which export.")
    String what;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why: it stands in plans.")
    String reason;

    @Mixin
    ByOption by;

    @Override
    public Integer call() {
        String why = by.given("--reason", reason);
        try (AppContext context = common.open()) {
            Copies copies = context.ledger().deliveries().copies();
            String export = HoldCommand.export(context, what);
            copies.holds().place(export, why, by.name());
            int held = copies.newest(CopyFilter.ofExport(export), null, Integer.MAX_VALUE)
                    .size();
            HoldCommand.print(
                    output,
                    out(),
                    context,
                    "Held: the copies of " + export + ", " + held + " in all, for: " + Visible.text(why));
        }
        return ExitStatus.DELIVERED.code();
    }
}
