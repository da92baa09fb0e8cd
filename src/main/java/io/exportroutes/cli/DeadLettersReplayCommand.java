package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Visible;
import io.exportroutes.view.DeadLetter;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dead-letters replay}. */
@Command(
        name = "replay",
        description = {
            "Replays dead letters and returns when they are settled, with the exit status of the command once.",
            "A replay does not deliver what a guard refused: see dead-letters release.",
            "With --all, those that cannot be replayed do not stop the others; the exit status is then 3, or 1 if the others"
                    + " fail again.",
            "This process does the work; if the service is using the state folder, the service does it."
        },
        footer = {
            "  export-routes dead-letters replay exp_20261121_020001_a1b2c3d4e5@partner",
            "  export-routes dead-letters replay crm-nightly-20261121T020000Z",
            "  export-routes dead-letters replay crm-nightly-20261121T020000Z --as crm-database",
            "  export-routes dead-letters replay --all --no-wait"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersReplayCommand extends OutputCommand {
    @ArgGroup(multiplicity = "1")
    DeadLetterChoice choice;

    @Mixin
    ReplayOptions how;

    @Override
    public Integer call() throws InterruptedException {
        List<PermanentFailure> refused = new ArrayList<>();
        List<String> ids;
        // Before an engine starts, which would continue unfinished runs
        try (AppContext context = common.open()) {
            ids = acceptable(context.deadLetters(), choice.toReplay(context), refused);
            if (ids.isEmpty()) {
                return nothing(context, refused).code();
            }
        }
        ExitStatus status = replay(ids);
        return refused.isEmpty()
                ? status.code()
                : status.orWorse(ExitStatus.PARTIAL).code();
    }

    private ExitStatus replay(List<String> ids) throws InterruptedException {
        try (Session session = Session.open(common.options(Mode.COMMAND), common.clock())) {
            List<String> runIds = session.context().deadLetters().replay(ids, how.asJob);
            return new ReplayedRuns(session, output, spec.commandLine()).end(runIds, how.noWait);
        }
    }

    /**
     * The ids to replay. Each id given by name has to be replayable; with --all, those that are not are added to the refused
     * ones, and the others are replayed.
     */
    private List<String> acceptable(DeadLetters deadLetters, List<String> chosen, List<PermanentFailure> refused) {
        List<String> ids = new ArrayList<>();
        for (String id : chosen) {
            try {
                deadLetters.checkReplay(id, how.asJob);
                ids.add(id);
            } catch (PermanentFailure e) {
                if (!choice.all) {
                    throw e;
                }
                refused.add(e);
                spec.commandLine().getErr().println(Visible.text(e.getMessage() + ". " + e.hint()));
            }
        }
        return ids;
    }

    /** Prints that none is replayed, and why. */
    private ExitStatus nothing(AppContext context, List<PermanentFailure> refused) {
        spec.commandLine().getErr().println(refused.isEmpty() ? Visible.text(why(context)) : "Nothing was replayed.");
        if (output.json()) {
            Json.print(out(), new RunJson.RunsJson(List.of()));
        }
        return refused.isEmpty() ? ExitStatus.DELIVERED : ExitStatus.of(refused.get(0));
    }

    private static String why(AppContext context) {
        List<DeadLetter> all = DeadLetter.all(context.deadLetters(), context.ledger());
        if (all.isEmpty()) {
            return "There are no dead letters.";
        }
        return "No dead letter can be replayed."
                + ids(" Refused by a guard, to be released or discarded by name: ", all, DeadLetter::refused)
                + ids(" Not replayable, to be discarded: ", all, letter -> !letter.refused());
    }

    private static String ids(String label, List<DeadLetter> all, Predicate<DeadLetter> which) {
        String ids = all.stream().filter(which).map(DeadLetter::id).collect(Collectors.joining(", "));
        return ids.isEmpty() ? "" : label + ids + ".";
    }
}
