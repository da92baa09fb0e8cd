package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages.Counts;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunLineJson;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
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

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, not " + limit);
        }
        try (AppContext context = common.open()) {
            List<Run> runs = context.ledger().runs().recent(job, limit);
            Map<String, Counts> counts = context.ledger()
                    .summaries()
                    .pages()
                    .counts(runs.stream().map(Run::id).toList());
            PrintWriter out = out();
            if (output.json()) {
                Json.print(
                        out,
                        new RunLineJson.Runs(runs.stream()
                                .map(run -> RunLineJson.of(run, counts.getOrDefault(run.id(), Counts.NONE)))
                                .toList()));
            } else {
                print(out, runs, counts, context);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static void print(PrintWriter out, List<Run> runs, Map<String, Counts> counts, AppContext context) {
        Table table = new Table(
                Column.id("RUN"),
                Column.whole("STATE"),
                Column.whole("STARTED").leftOut(2),
                Column.whole("DURATION").leftOut(3),
                Column.whole("EXPORTS").leftOut(1),
                Column.whole("DELIVERED"),
                Column.whole("DEAD"),
                Column.error(16));
        for (Run run : runs) {
            Counts count = counts.getOrDefault(run.id(), Counts.NONE);
            table.row(
                    run.id(),
                    run.state(),
                    Formats.time(run.progress().startedAt(), zone(context, run)),
                    Formats.between(run.progress().startedAt(), run.progress().finishedAt()),
                    count.exports(),
                    count.delivered(),
                    count.dead(),
                    run.failure().message());
        }
        table.print(out, Terminal.width());
    }

    /** The job's zone; UTC where the job is no longer in exports.yaml. */
    static ZoneId zone(AppContext context, Run run) {
        return context.config().zone(run.job());
    }
}
