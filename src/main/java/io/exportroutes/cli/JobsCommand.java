package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Formats;
import io.exportroutes.cli.output.Json;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.ScheduleMark;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code jobs}: the jobs and their schedules. */
@Command(
        name = "jobs",
        description = "Lists the jobs with their last run and the next time they are due, in each job's own time zone.",
        footer = {"  export-routes jobs", "  export-routes jobs --output json"})
final class JobsCommand extends OutputCommand {
    /** The one object that is printed. */
    record Jobs(List<Job> jobs) {}

    /** @param schedule as exports.yaml has it, or null: by hand only */
    record Job(
            String job,
            String export,
            String project,
            @Nullable String schedule,
            String timeZone,
            @Nullable String lastRun,
            @Nullable String lastState,
            @Nullable String lastTime,
            @Nullable String nextTime,
            @Nullable String pausedSince,
            List<String> destinations) {}

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            List<Line> lines = context.config().jobs().values().stream()
                    .map(job -> Line.of(job, context))
                    .toList();
            PrintWriter out = out();
            if (output.json()) {
                Json.print(out, new Jobs(lines.stream().map(Line::json).toList()));
            } else {
                print(out, lines);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static void print(PrintWriter out, List<Line> lines) {
        Table table = new Table(
                Column.id("JOB"),
                Column.whole("EXPORT").leftOut(4),
                Column.id("PROJECT").leftOut(3),
                Column.prose("SCHEDULE"),
                Column.whole("ZONE").leftOut(2),
                Column.whole("LAST RUN"),
                Column.whole("LAST STARTED").leftOut(1),
                Column.whole("NEXT"),
                Column.prose("DESTINATIONS"));
        for (Line line : lines) {
            JobConfig job = line.job();
            Run last = line.last();
            table.row(
                    job.name(),
                    job.export().word(),
                    job.project(),
                    job.written(),
                    job.zone(),
                    last == null ? null : last.state(),
                    last == null ? null : Formats.time(last.progress().startedAt(), job.zone()),
                    line.pausedSince() == null
                            ? Formats.time(line.next(), job.zone())
                            : "paused since " + Formats.time(line.pausedSince(), job.zone()),
                    String.join(", ", job.destinations()));
        }
        table.print(out, Terminal.width());
    }

    private record Line(
            JobConfig job,
            @Nullable Run last,
            @Nullable Instant next,
            @Nullable Instant pausedSince) {
        static Line of(JobConfig job, AppContext context) {
            Instant now = context.clock().instant();
            Instant pausedSince = context.ledger()
                    .schedules()
                    .find(job.name())
                    .map(ScheduleMark::pausedSince)
                    .orElse(null);
            return new Line(
                    job,
                    context.ledger().runs().recent(job.name(), 1).stream()
                            .findFirst()
                            .orElse(null),
                    pausedSince != null ? null : job.nextDue(now).orElse(null),
                    pausedSince);
        }

        Job json() {
            return new Job(
                    job.name(),
                    job.export().word(),
                    job.project(),
                    job.written(),
                    job.zone().getId(),
                    last == null ? null : last.id(),
                    last == null ? null : last.state().name(),
                    last == null ? null : Json.time(last.progress().startedAt()),
                    Json.time(next),
                    Json.time(pausedSince),
                    job.destinations());
        }
    }
}
