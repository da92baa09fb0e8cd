package io.exportroutes.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.CopyStates;
import io.exportroutes.cli.output.Formats;
import io.exportroutes.cli.output.Json;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.ScheduleMark;
import io.exportroutes.overdue.ExpectedCopy;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    /** The one object that is printed. */
    record Jobs(List<Job> jobs) {}

    /** @param destinations their names alone */
    record Job(
            @JsonUnwrapped Settings settings,
            @JsonUnwrapped LastRun last,
            @JsonUnwrapped Next next,
            List<String> destinations,
            List<CopyStates.Place> copies) {}

    record Next(@Nullable String nextTime, @Nullable String pausedSince) {}

    /** @param schedule as exports.yaml has it, or null: by hand only */
    record Settings(
            String job,
            String export,
            String project,
            @Nullable String schedule,
            String timeZone) {}

    /** All null if the job never ran. */
    record LastRun(
            @Nullable String lastRun,
            @Nullable String lastState,
            @Nullable String lastTime) {}

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            Map<String, List<ExpectedCopy>> copies = context.expectedCopies().all().stream()
                    .collect(Collectors.groupingBy(copy -> copy.place().job()));
            List<Line> lines = context.config().jobs().values().stream()
                    .map(job -> Line.of(job, copies.getOrDefault(job.name(), List.of()), context))
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
                Column.prose("DESTINATIONS").leftOut(5),
                Column.prose("COPIES"));
        lines.forEach(line -> line.addTo(table));
        table.print(out, Terminal.width());
    }

    private record Line(JobConfig job, @Nullable Run last, When when, List<ExpectedCopy> copies) {
        static Line of(JobConfig job, List<ExpectedCopy> copies, AppContext context) {
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
                    new When(
                            now,
                            pausedSince != null
                                    ? null
                                    : job.timing().nextDue(now).orElse(null),
                            pausedSince),
                    copies);
        }

        void addTo(Table table) {
            ZoneId zone = job.timing().zone();
            table.row(
                    job.name(),
                    job.request().kind().word(),
                    job.request().project(),
                    job.timing().schedule().written(),
                    zone,
                    last == null ? null : last.state(),
                    last == null ? null : Formats.time(last.progress().startedAt(), zone),
                    when.pausedSince() == null
                            ? Formats.time(when.next(), zone)
                            : "paused since " + Formats.time(when.pausedSince(), zone),
                    String.join(", ", job.destinations()),
                    CopyStates.text(copies, when.now()));
        }

        Job json() {
            return new Job(
                    new Settings(
                            job.name(),
                            job.request().kind().word(),
                            job.request().project(),
                            job.timing().schedule().written(),
                            job.timing().zone().getId()),
                    last == null
                            ? new LastRun(null, null, null)
                            : new LastRun(
                                    last.id(),
                                    last.state().name(),
                                    Json.time(last.progress().startedAt())),
                    new Next(Json.time(when.next()), Json.time(when.pausedSince())),
                    job.destinations(),
                    CopyStates.json(copies, when.now()));
        }
    }

    private record When(
            Instant now, @Nullable Instant next, @Nullable Instant pausedSince) {}
}
