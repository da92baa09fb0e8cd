package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import io.exportroutes.view.CopyStates;
import io.exportroutes.view.Formats;
import io.exportroutes.view.JobJson;
import io.exportroutes.view.JobView;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs}: the jobs and their schedules. */
@Command(
        name = "jobs",
        description = {
            "Lists the jobs with their last run and the next time they are due, in each job's own time zone.",
            "COPIES says whether each destination has the copies that the schedule promises: ok, none yet, paused, or where one is"
                    + " overdue and for how long."
        },
        footer = {"  export-routes jobs", "  export-routes jobs --output json"})
final class JobsCommand extends OutputCommand {
    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            List<JobView> jobs =
                    JobView.of(context.config().jobs().values(), context.config(), context.ledger(), context.clock());
            PrintWriter out = out();
            if (output.json()) {
                Json.print(out, new JobJson.Jobs(jobs.stream().map(JobJson::of).toList()));
            } else {
                print(out, jobs);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static void print(PrintWriter out, List<JobView> jobs) {
        Table table = new Table(
                Column.id("JOB"),
                Column.whole("EXPORT").leftOut(4),
                Column.id("PROJECT").leftOut(3),
                Column.prose("SCHEDULE"),
                Column.whole("ZONE").leftOut(2),
                Column.whole("LAST RUN"),
                Column.whole("LAST STARTED").leftOut(1),
                Column.whole("NEXT"),
                Column.prose("DESTINATIONS").leftOut(5),
                Column.prose("COPIES"));
        jobs.forEach(job -> add(job, table));
        table.print(out, Terminal.width());
    }

    private static void add(JobView view, Table table) {
        JobConfig job = view.job();
        Run last = view.last();
        ZoneId zone = job.timing().zone();
        table.row(
                job.name(),
                job.request().kind().word(),
                job.request().project(),
                job.timing().schedule().written(),
                zone,
                last == null ? null : last.state(),
                last == null ? null : Formats.time(last.progress().startedAt(), zone),
                view.when().pausedSince() == null
                        ? Formats.time(view.when().next(), zone)
                        : "paused since " + Formats.time(view.when().pausedSince(), zone),
                String.join(", ", job.destinations()),
                CopyStates.text(view.copies(), view.when().now()));
    }
}
