package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters release}. */
@Command(
        name = "release",
        description = {
            "Delivers an artifact that its job's guard refused, as its run planned, and returns when its deliveries are settled,"
                    + " with the exit status of the command once.",
            "Ledger and sidecars record who released it, and why.",
            "This process does the work; if the service is using the state folder, the service does it."
        },
        footer = {
            "  export-routes dead-letters release exp_20261121_020001_a1b2c3d4e5 --reason \"Half of it was archived by hand\"",
            "  export-routes dead-letters release exp_20261121_020001_a1b2c3d4e5 --reason \"Checked by hand\" --as crm-database"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersReleaseCommand extends OutputCommand {
    @Parameters(paramLabel = "ID", description = "The artifact (exp_…), as the command list prints it.")
    String id;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why it may be delivered although the guard refused it.")
    String reason;

    @Mixin
    ByOption by;

    @Mixin
    ReplayOptions how;

    @Override
    public Integer call() throws InterruptedException {
        String why = by.given("--reason", reason);
        String who = by.name();
        // Before an engine starts, which would continue unfinished runs
        try (AppContext context = common.open()) {
            context.deadLetters().checkRelease(id, how.asJob);
        }
        try (Session session = Session.open(common.options(Mode.COMMAND), common.clock())) {
            String run = session.context().deadLetters().release(id, who, why, how.asJob);
            return new ReplayedRuns(session, output, spec.commandLine())
                    .end(List.of(run), how.noWait)
                    .code();
        }
    }
}
