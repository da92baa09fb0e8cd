package io.exportroutes.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Formats;
import io.exportroutes.cli.output.Json;
import io.exportroutes.cli.output.RunView;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code runs}: the history of runs. */
@Command(
        name = "runs",
        description = "Lists runs, the newest first.",
        footer = {
            "  export-routes runs",
            "  export-routes runs --job crm-nightly --limit 5",
            "  export-routes runs --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunsCommand extends OutputCommand {
    @Option(names = "--job", paramLabel = "JOB", description = "Only the runs of this job.")
    @Nullable
    String job;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    int limit;

    /** The one object that is printed. */
    record Runs(List<Line> runs) {}

    /** @param note why its last replay could not start; without one the key is left out */
    record Line(
            @JsonUnwrapped Identity identity,
            @JsonUnwrapped Times times,
            @JsonUnwrapped Counts counts,
            @Nullable String error,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String note) {
        static Line of(RunView view) {
            Run run = view.run();
            return new Line(
                    new Identity(
                            run.id(),
                            run.job(),
                            run.state().name(),
                            run.origin().trigger(),
                            run.origin().scheduledFor().toString()),
                    new Times(
                            Json.time(run.progress().startedAt()),
                            Json.time(run.progress().finishedAt())),
                    new Counts(
                            view.exports().size(), view.count(DeliveryState.DELIVERED), view.count(DeliveryState.DEAD)),
                    run.failure().message(),
                    run.progress().history().note());
        }
    }

    record Identity(String run, String job, String state, String trigger, String scheduledFor) {}

    record Times(@Nullable String startedAt, @Nullable String finishedAt) {}

    /** How many exports it has, and how many of their deliveries are in each of these states. */
    record Counts(int exports, long delivered, long dead) {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, not " + limit);
        }
        try (AppContext context = common.open()) {
            List<RunView> views = context.ledger().runs().recent(job, limit).stream()
                    .map(run -> RunView.of(context.ledger(), run))
                    .toList();
            PrintWriter out = out();
            if (output.json()) {
                Json.print(out, new Runs(views.stream().map(Line::of).toList()));
            } else {
                print(out, views, context);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static void print(PrintWriter out, List<RunView> views, AppContext context) {
        Table table = new Table(
                Column.id("RUN"),
                Column.whole("STATE"),
                Column.whole("STARTED").leftOut(2),
                Column.whole("DURATION").leftOut(3),
                Column.whole("EXPORTS").leftOut(1),
                Column.whole("DELIVERED"),
                Column.whole("DEAD"),
                Column.error(16));
        for (RunView view : views) {
            Run run = view.run();
            table.row(
                    run.id(),
                    run.state(),
                    Formats.time(run.progress().startedAt(), zone(context, run)),
                    Formats.between(run.progress().startedAt(), run.progress().finishedAt()),
                    view.exports().size(),
                    view.count(DeliveryState.DELIVERED),
                    view.count(DeliveryState.DEAD),
                    run.failure().message());
        }
        table.print(out, Terminal.width());
    }

    /** The job's zone; UTC where the job is no longer in exports.yaml. */
    static ZoneId zone(AppContext context, Run run) {
        JobConfig job = context.config().jobs().get(run.job());
        return job == null ? ZoneOffset.UTC : job.timing().zone();
    }
}
