package io.exportroutes.cli;

import io.exportroutes.EngineOptions.Mode;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.schedule.DeadLetters;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
            if (runIds.isEmpty()) {
                return leave(session, runIds, "There are no dead letters.");
            }
            if (session.handedOver() && noWait) {
                return leave(session, runIds, "The service was asked to work on: " + String.join(", ", runIds));
            }
            Following following = new Following(session, output, spec.commandLine());
            following.sayWho();
            return following.follow(runIds).code();
        }
    }

    /** Without waiting, says where the runs are now, in the words of one that waited. */
    private int leave(Session session, List<String> runIds, String why) {
        spec.commandLine().getErr().println(why);
        if (output.json()) {
            List<RunView> views = runIds.stream()
                    .flatMap(id -> RunView.find(session.place().ledger(), id).stream())
                    .toList();
            Json.print(
                    spec.commandLine().getOut(),
                    RunJson.all(views, session.place().config()));
        }
        return ExitStatus.DELIVERED.code();
    }

    private List<String> replay(Session session) {
        DeadLetters deadLetters = session.place().deadLetters();
        Set<String> runIds = new LinkedHashSet<>();
        for (String id : choice.of(session.place())) {
            try {
                runIds.addAll(deadLetters.replay(id, asJob));
            } catch (FinalFailure e) {
                if (!choice.all) {
                    throw e;
                }
                spec.commandLine().getErr().println(e.getMessage() + ". " + e.hint());
            }
        }
        return List.copyOf(runIds);
    }
}
