package io.exportroutes.web.page;

import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages;
import io.exportroutes.view.CustodyView;
import io.exportroutes.view.JobView;
import io.exportroutes.view.Json;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /jobs/:job}: what is there, what is next, what happened, and how large it was. */
final class JobPage {
    private static final int RUNS = 30;
    private static final double MILLIS = 1000;

    private final Backend backend;
    private final Templates templates;

    JobPage(Backend backend, Templates templates) {
        this.backend = backend;
        this.templates = templates;
    }

    /** @param chart for the script: times, bytes and seconds of the runs that are shown */
    record View(
            Settings settings,
            Next next,
            There there,
            List<RunRow> runs,
            @Nullable String chart) {}

    record Settings(String name, String export, String project, String schedule, String destinations) {}

    record Next(@Nullable Moment at, @Nullable Moment pausedSince, boolean scheduled) {}

    /** @param custody null if nothing is known of it */
    record There(List<CopyRow> copies, @Nullable CustodyPart custody) {}

    /** Three columns of equal length: seconds since 1970, bytes, seconds that the run took. */
    record Chart(List<Long> at, List<Long> bytes, List<Double> seconds) {}

    Answer show(Call call) {
        JobConfig job = backend.config().job(call.parameter("job"));
        ZoneId zone = job.timing().zone();
        JobView view = JobView.of(List.of(job), backend.config(), backend.ledger(), backend.clock(), RUNS)
                .get(0);
        RunPages pages = backend.ledger().summaries().pages();
        List<Run> runs = view.runs();
        return templates.page(
                call,
                "job",
                job.name(),
                "/jobs/" + Links.encoded(job.name()),
                new View(
                        settings(job, zone),
                        new Next(
                                Moment.of(view.when().next(), zone),
                                Moment.of(view.when().pausedSince(), zone),
                                job.timing().schedule().written() != null),
                        there(view),
                        RunRow.of(runs, backend),
                        chart(runs, pages.sizes(runs.stream().map(Run::id).toList()))));
    }

    private There there(JobView view) {
        ZoneId zone = view.job().timing().zone();
        Instant now = view.when().now();
        return new There(
                view.copies().stream().map(copy -> CopyRow.of(copy, zone, now)).toList(),
                CustodyPart.of(
                        CustodyView.of(view.job(), backend.config(), backend.ledger(), backend.clock()), zone, now));
    }

    private static Settings settings(JobConfig job, ZoneId zone) {
        String written = job.timing().schedule().written();
        return new Settings(
                job.name(),
                job.request().kind().word(),
                job.request().project(),
                written == null ? "by hand only" : written + " " + zone.getId(),
                String.join(", ", job.destinations()));
    }

    /** Null for less than two points: that is no line. */
    private static @Nullable String chart(List<Run> newestFirst, Map<String, Long> sizes) {
        Chart chart = new Chart(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int index = newestFirst.size() - 1; index >= 0; index--) {
            Run run = newestFirst.get(index);
            Long bytes = sizes.get(run.id());
            Instant started = run.progress().startedAt();
            Instant finished = run.progress().finishedAt();
            if (bytes != null && started != null && finished != null) {
                chart.at().add(run.origin().scheduledFor().getEpochSecond());
                chart.bytes().add(bytes);
                chart.seconds().add(Duration.between(started, finished).toMillis() / MILLIS);
            }
        }
        return chart.at().size() < 2 ? null : Json.text(chart);
    }
}
