package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.RunDetails;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.cli.output.WrappedText;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import io.exportroutes.value.Visible;
import io.exportroutes.view.DeadLetter;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dead-letters show}. */
@Command(
        name = "show",
        description = "Shows one dead letter: its reason, the remedy, and the run that it belongs to.",
        footer = "  export-routes dead-letters show exp_20261121_020001_a1b2c3d4e5@partner")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersShowCommand extends OutputCommand {
    @Parameters(paramLabel = "ID", description = "The id, as the command list prints it.")
    String id;

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            DeadLetter letter = find(DeadLetter.all(context.deadLetters(), context.ledger()), id);
            PrintWriter out = out();
            if (output.json()) {
                Json.print(out, letter);
            } else {
                print(out, letter, context.deadLetters().isReplayable(id));
                RunView.find(context.ledger(), letter.run()).ifPresent(view -> {
                    out.println();
                    new RunDetails(out, RunsCommand.zone(context, view.run())).print(view);
                });
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static void print(PrintWriter out, DeadLetter letter, boolean replayable) {
        String id = Visible.text(letter.id());
        int width = Terminal.width();
        out.println(
                WrappedText.of("", id + " is a dead letter: " + letter.reason().error(), width));
        if (letter.reason().hint() != null) {
            out.println(WrappedText.of("  ", letter.reason().hint(), width));
        }
        if (letter.refused()) {
            out.println("  To deliver it:      export-routes dead-letters release " + id + " --reason \"…\"");
        } else if (replayable) {
            out.println("  Once that is fixed: export-routes dead-letters replay " + id);
        }
        out.println("  To give it up:      export-routes dead-letters discard " + id);
    }

    /** @throws PermanentFailure {@code unknown_dead_letter} */
    private static DeadLetter find(List<DeadLetter> all, String id) {
        return all.stream().filter(letter -> letter.id().equals(id)).findFirst().orElseThrow(() -> {
            String hint = Suggestions.nearest(
                            id, all.stream().map(DeadLetter::id).toList())
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("List the dead letters with: export-routes dead-letters list");
            return new PermanentFailure(FailureCode.UNKNOWN_DEAD_LETTER, "No dead letter has the id " + id, hint);
        });
    }
}
