package io.exportroutes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code notify}: what has to do with the channels that tell people what is wrong. */
@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tries out the channels under notifications in exports.yaml.",
        subcommands = NotifyTestCommand.class,
        footer = "  export-routes notify test ops")
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class NotifyCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "notify what? Write: export-routes notify test CHANNEL");
    }
}
