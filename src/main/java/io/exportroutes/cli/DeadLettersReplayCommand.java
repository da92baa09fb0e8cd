package io.exportroutes.cli;

import io.exportroutes.EngineOptions.Mode;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.schedule.DeadLetters;
import io.exportroutes.value.Visible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dead-letters replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Tries dead letters again and returns when they are settled, with the exit status of the command once.",
            "What a guard refused is not lifted by a replay: see dead-letters release.",
            "The work is done in this process; where the service works on the state folder already, it is asked to do it."
        },
        footer = {
            "  export-routes dead-letters replay exp_20261121_020001_a1b2c3d4e5@partner",
            "  export-routes dead-letters replay crm-nightly-20261121T020000Z",
            "  export-routes dead-letters replay crm-nightly-20261121T020000Z --as crm-database",
            "  export-routes dead-letters replay --all --no-wait"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersReplayCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    Surroundings surroundings;

    @Mixin
    OutputOption output;

    @ArgGroup(multiplicity = "1")
    DeadLetterChoice choice;

    @Option(
            names = "--as",
            paramLabel = "JOB",
            description = "Work with the settings of this job, where the run's own is not in exports.yaml any more.")
    @Nullable
    String asJob;

    @Option(names = "--no-wait", description = "Where the service does the work, do not wait until it is done.")
    boolean noWait;

    @Override
    public Integer call() throws InterruptedException {
        surroundings.glance().orThrow();
        try (Session session = Session.open(surroundings.options(Mode.COMMAND), surroundings.clock())) {
            List<String> runIds = replay(session);
            ReopenedRuns reopened = new ReopenedRuns(session, output, spec.commandLine());
            return runIds.isEmpty() ? reopened.leave(runIds, nothing(session)) : reopened.end(runIds, noWait);
        }
    }

    private List<String> replay(Session session) {
        DeadLetters deadLetters = session.place().deadLetters();
        Set<String> runIds = new LinkedHashSet<>();
        for (String id : choice.toReplay(session.place())) {
            try {
                runIds.addAll(deadLetters.replay(id, asJob));
            } catch (FinalFailure e) {
                if (!choice.all) {
                    throw e;
                }
                spec.commandLine().getErr().println(Visible.text(e.getMessage() + ". " + e.hint()));
            }
        }
        return List.copyOf(runIds);
    }

    private static String nothing(Session session) {
        String refused = DeadLetter.all(session.place()).stream()
                .filter(DeadLetter::refused)
                .map(DeadLetter::id)
                .collect(Collectors.joining(", "));
        return refused.isEmpty()
                ? "There are no dead letters."
                : "Nothing is to be replayed. Refused by a guard, to be released or discarded by name: " + refused;
    }
}
