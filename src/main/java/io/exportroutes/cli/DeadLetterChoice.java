package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.view.DeadLetter;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters are meant: some by their ids, or all. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLetterChoice {
    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "A delivery (exp_…@destination), an artifact (exp_…), or a run, for all of its dead letters.")
    @Nullable
    List<String> ids;

    @Option(names = "--all", required = true, description = "All dead letters.")
    boolean all;

    /** The ids that are meant, each once; for all, those of the runs, each of which stands for its deliveries too. */
    List<String> of(AppContext context) {
        List<String> chosen = ids != null
                ? ids
                : DeadLetter.all(context.deadLetters(), context.ledger()).stream()
                        .map(DeadLetter::run)
                        .toList();
        return List.copyOf(new LinkedHashSet<>(chosen));
    }

    /** As {@link #of}, where all are those that a replay may lift. */
    List<String> toReplay(AppContext context) {
        return all
                ? of(context).stream()
                        .filter(context.deadLetters()::isReplayable)
                        .toList()
                : of(context);
    }
}
