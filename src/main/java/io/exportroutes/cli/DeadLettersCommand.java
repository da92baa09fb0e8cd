package io.exportroutes.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dead-letters}: without a subcommand, the list. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions common;

    @Mixin
    OutputOption output;

    @Override
    public Integer call() {
        return DeadLettersListCommand.list(common, output, spec.commandLine().getOut());
    }
}
