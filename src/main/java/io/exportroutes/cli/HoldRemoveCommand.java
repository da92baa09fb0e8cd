package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hold remove}. */
@Command(
        name = "remove",
        description = "Lifts all holds of one export: its copies expire again as the retention says.",
        footer = {"  export-routes hold remove exp_20261120_010001_a1b2c3d4e5"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class HoldRemoveCommand extends OutputCommand {
    @Parameters(paramLabel = "WHAT", description = "Which export, as hold add takes it.")
    String what;

    @Mixin
    ByOption by;

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            String export = HoldCommand.export(context, what);
            int lifted = context.ledger().deliveries().copies().holds().lift(export, by.name());
            if (lifted == 0) {
                throw new PermanentFailure(
                        FailureCode.UNKNOWN_COPY, "Nothing holds " + export, "export-routes hold lists what is held");
            }
            HoldCommand.print(output, out(), context, "Lifted: " + lifted + " of " + export);
        }
        return ExitStatus.DELIVERED.code();
    }
}
