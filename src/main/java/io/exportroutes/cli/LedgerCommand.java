package io.exportroutes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ledger}: the memory of the program itself. */
@Command(
        name = "ledger",
        description = "The ledger itself: makes a new one where it was lost.",
        subcommands = LedgerRebuildCommand.class,
        footer = {"  export-routes ledger rebuild --from archive --from mirror"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LedgerCommand extends OutputCommand {
    @Spec
    CommandSpec self;

    @Override
    public Integer call() {
        throw new ParameterException(self.commandLine(), "Name what to do: ledger rebuild.");
    }
}
