package io.exportroutes.cli;

import picocli.CommandLine.Command;

/** {@code dead-letters}: without a subcommand, the list. */
@Command(
        name = "dead-letters",
        description = {
            "Manages dead letters: deliveries whose retries are exhausted, and artifacts that a guard refused.",
            "A delivery's artifact stays in the spool until it is delivered or discarded, so that a replay need not ask the API"
                    + " again.",
            "Without a subcommand it lists them. All of this works while the service runs."
        },
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersReplayCommand.class,
            DeadLettersReleaseCommand.class,
            DeadLettersDiscardCommand.class
        },
        footer = {
            "  export-routes dead-letters",
            "  export-routes dead-letters replay --all",
            "  export-routes dead-letters release exp_20261121_020001_a1b2c3d4e5 --reason \"Half of it was archived by hand\"",
            "  export-routes dead-letters discard exp_20261121_020001_a1b2c3d4e5@partner"
        })
final class DeadLettersCommand extends OutputCommand {
    @Override
    public Integer call() {
        return DeadLettersListCommand.list(common, output, out());
    }
}
