package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Json;
import io.exportroutes.value.Visible;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dead-letters discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Gives dead letters up: they are never retried, and the spool no longer keeps their bytes.",
            "This cannot be undone."
        },
        footer = {
            "  export-routes dead-letters discard exp_20261121_020001_a1b2c3d4e5@partner",
            "  export-routes dead-letters discard crm-nightly-20261121T020000Z"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersDiscardCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions common;

    @Mixin
    OutputOption output;

    @ArgGroup(multiplicity = "1")
    DeadLetterChoice choice;

    /** The one object that is printed. */
    record Discarded(List<String> discarded) {}

    @Override
    public Integer call() {
        List<String> discarded;
        try (AppContext context = common.open()) {
            discarded = context.deadLetters().discard(choice.of(context));
        }
        if (output.json()) {
            Json.print(spec.commandLine().getOut(), new Discarded(discarded));
        } else {
            discarded.forEach(id -> spec.commandLine().getOut().println("discarded " + Visible.text(id)));
        }
        return ExitStatus.DELIVERED.code();
    }
}
