package io.exportroutes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code retention}: which copies expire. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "What the retention of exports.yaml lets expire: shown with the reason for each copy, and removed.",
            "The last good copy of a job at a destination never expires, nor what is held. A doubt (a copy that is missing, a clock that is"
                    + " wrong, very many at once) blocks everything at that destination."
        },
        subcommands = {RetentionPlanCommand.class, RetentionApplyCommand.class},
        footer = {
            "  export-routes retention plan",
            "  export-routes retention plan crm-nightly --at 2027-03-01",
            "  export-routes retention apply --plan 8f3c2a1b9d4e5f60"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class RetentionCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "plan or apply?");
    }
}
