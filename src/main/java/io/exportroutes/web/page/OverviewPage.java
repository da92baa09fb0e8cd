package io.exportroutes.web.page;

import io.exportroutes.alarm.AlarmKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.DeadLetterCounts;
import io.exportroutes.ledger.Run;
import io.exportroutes.view.Formats;
import io.exportroutes.view.JobView;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /}: one line of truth, then each job at each of its destinations. */
final class OverviewPage {
    private static final int JOBS = 50;

    private final Backend backend;
    private final Templates templates;

    OverviewPage(Backend backend, Templates templates) {
        this.backend = backend;
        this.templates = templates;
    }

    /** @param truth what is wrong, or that nothing is */
    record View(Truth truth, List<AlarmRow> alarms, Jobs jobs) {}

    /** @param css how it looks */
    record Truth(String text, String css) {}

    /** @param next the address of the next page; null on the last */
    record Jobs(
            List<JobRow> rows,
            String search,
            boolean empty,
            @Nullable String next) {}

    record JobRow(String name, String schedule, Next next, Strip strip, List<CopyRow> copies) {}

    /** @param last of its runs; null if there is none */
    record Next(
            @Nullable Moment at,
            boolean paused,
            @Nullable String last,
            @Nullable String lastCss,
            @Nullable String lastRun) {}

    Answer show(Call call) {
        String search = call.query("q").orElse("");
        int from = call.number("from", 0, 0, 1_000_000);
        List<JobConfig> found = found(backend.config().jobs().values(), search);
        List<JobConfig> page = found.subList(Math.min(from, found.size()), Math.min(from + JOBS, found.size()));
        List<Alarm> open = backend.ledger().alarms().open();
        String here = Links.query("/", Map.of("q", search, "from", from == 0 ? "" : Integer.toString(from)));
        String next = from + JOBS < found.size()
                ? Links.query("/", Map.of("q", search, "from", Integer.toString(from + JOBS)))
                : null;
        return templates.page(
                call,
                "overview",
                "Jobs",
                here,
                new View(
                        truth(open),
                        open.stream()
                                .limit(JOBS)
                                .map(alarm -> AlarmRow.of(alarm, backend))
                                .toList(),
                        new Jobs(rows(page), search, page.isEmpty(), next)));
    }

    private static List<JobConfig> found(Collection<JobConfig> jobs, String search) {
        String part = search.toLowerCase(Locale.ROOT);
        return jobs.stream()
                .filter(job -> job.name().toLowerCase(Locale.ROOT).contains(part))
                .toList();
    }

    private Truth truth(List<Alarm> open) {
        int jobs = backend.config().jobs().size();
        List<String> wrong = new ArrayList<>();
        count(open, AlarmKind.OVERDUE, "copy is overdue", "copies are overdue", wrong);
        count(open, AlarmKind.FAILING, "delivery or job fails", "deliveries or jobs fail", wrong);
        count(open, AlarmKind.PAUSED, "paused job misses copies", "paused jobs miss copies", wrong);
        count(open, AlarmKind.NOTIFICATION_FAILING, "channel takes no messages", "channels take no messages", wrong);
        count(open, AlarmKind.RETENTION_BLOCKED, "retention is blocked", "retentions are blocked", wrong);
        count(open, AlarmKind.READ_BACK_BAD, "place has bad copies", "places have bad copies", wrong);
        count(open, AlarmKind.READ_BACK_OVERDUE, "read-back is overdue", "read-backs are overdue", wrong);
        count(open, AlarmKind.DRIFT_LOSS, "schema lost something", "schemas lost something", wrong);
        count(open, AlarmKind.CHAIN_BROKEN, "chain of custody is broken", "chains of custody are broken", wrong);
        DeadLetterCounts dead = backend.ledger().summaries().deadLetters();
        long letters = dead.runs() + dead.artifacts() + dead.deliveries();
        String well = wrong.isEmpty() ? "no copy is overdue and no last run failed" : String.join(", ", wrong);
        String text = Formats.count(jobs, "job") + ": " + well + "; " + Formats.count(letters, "dead letter") + ".";
        if (!wrong.isEmpty()) {
            return new Truth(text, "bad");
        }
        return new Truth(text, letters > 0 ? "partial" : "good");
    }

    private static void count(List<Alarm> open, AlarmKind kind, String one, String more, List<String> wrong) {
        long number = open.stream()
                .filter(alarm -> alarm.subject().kind().equals(kind.word()))
                .count();
        if (number > 0) {
            wrong.add(number + " " + (number == 1 ? one : more));
        }
    }

    private List<JobRow> rows(List<JobConfig> jobs) {
        return JobView.of(jobs, backend.config(), backend.ledger(), backend.clock(), Strip.MOST).stream()
                .map(OverviewPage::row)
                .toList();
    }

    private static JobRow row(JobView view) {
        JobConfig job = view.job();
        ZoneId zone = job.timing().zone();
        String written = job.timing().schedule().written();
        Run last = view.last();
        return new JobRow(
                job.name(),
                written == null ? "by hand only" : written + " " + zone.getId(),
                new Next(
                        Moment.of(view.when().next(), zone),
                        view.when().pausedSince() != null,
                        last == null ? null : last.state().name(),
                        last == null ? null : Strip.css(last.state()),
                        last == null ? null : last.id()),
                Strip.of(view.runs(), zone),
                view.copies().stream()
                        .map(copy -> CopyRow.of(copy, zone, view.when().now()))
                        .toList());
    }
}
