package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Changed;
import io.exportroutes.view.Json;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code dead-letters discard}. */
@Command(
        name = "discard",
        description = {
            "Gives dead letters up: they are never retried, and the spool no longer keeps their bytes.",
            "This cannot be undone."
        },
        footer = {
            "  export-routes dead-letters discard exp_20261121_020001_a1b2c3d4e5@partner",
            "  export-routes dead-letters discard crm-nightly-20261121T020000Z"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersDiscardCommand extends OutputCommand {
    @ArgGroup(multiplicity = "1")
    DeadLetterChoice choice;

    @Override
    public Integer call() {
        List<String> discarded;
        try (AppContext context = common.open()) {
            discarded = context.deadLetters().discard(choice.of(context));
        }
        if (output.json()) {
            Json.print(out(), new Changed.Discarded(discarded));
        } else {
            discarded.forEach(id -> out().println("discarded " + Visible.text(id)));
        }
        return ExitStatus.DELIVERED.code();
    }
}
