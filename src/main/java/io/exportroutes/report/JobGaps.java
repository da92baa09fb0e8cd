package io.exportroutes.report;

import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.JobPeriod;
import io.exportroutes.ledger.PeriodFact.Missing;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is missing of a job in a period, each with its reason. */
final class JobGaps {
    /** A run may come a moment after it is due. */
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private final Sources sources;
    private final JobPeriod period;
    private final ZoneId zone;
    private final Rendering to;
    /** The runs whose gaps are known one by one: as a whole they are none besides. */
    private final Set<String> told = new HashSet<>();

    JobGaps(Sources sources, JobPeriod period, Rendering to) {
        this.sources = sources;
        this.period = period;
        this.zone = sources.config().zone(period.job());
        this.to = to;
    }

    void write() {
        to.beginTable(Table.GAPS);
        expectedFrom(sources, period).ifPresent(this::firings);
        sources.ledger().history().periods().missing(period, this::missing);
        sources.ledger().history().periods().runs(period, this::run);
        to.endTable();
    }

    /**
     * From when on each due time must have left a run: since the service has the present schedule, and not before keep-history, which
     * removes runs that stored nothing. Empty if nothing is expected by a schedule.
     */
    static Optional<Instant> expectedFrom(Sources sources, JobPeriod period) {
        JobConfig job = sources.config().jobs().get(period.job());
        if (job == null || !job.timing().isScheduled()) {
            return Optional.empty();
        }
        Duration kept = sources.config().service().keepHistory();
        Instant oldest =
                kept == null ? Instant.EPOCH : sources.clock().instant().minus(kept);
        return sources.ledger().schedules().expectations().since(List.of(job.name())).values().stream()
                .min(Instant::compareTo)
                .map(since -> later(later(since, oldest), period.from()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void firings(Instant from) {
        Instant now = sources.clock().instant().minus(JUST_NOW);
        Instant until = period.until().isBefore(now) ? period.until() : now;
        JobConfig job = sources.config().job(period.job());
        new MissedFirings(
                        job.timing(),
                        sources.ledger().schedules().expectations().pauses(List.of(job.name())),
                        sources.ledger().history().periods().firings(period),
                        this::missed)
                .find(from, until);
    }

    private void missed(MissedFirings.Missed missed) {
        to.row(List.of(
                Cell.of(missed.first(), zone),
                missed.times() == 1 ? Cell.NONE : Cell.of(missed.last(), zone),
                Cell.of(missed.paused() ? "paused" : "no run"),
                Cell.of(missed.times()),
                Cell.NONE,
                Cell.of(
                        missed.paused()
                                ? "the job was paused"
                                : "expected by schedule, and there is no run: no service was at work, or it could not record it"),
                Cell.NONE,
                Cell.NONE));
    }

    private void run(Run run) {
        switch (run.state()) {
            case SUCCEEDED, PARTIAL -> {
                // What a partial one lacks stands by itself.
            }
            case FAILED, SKIPPED -> {
                if (!told.contains(run.id())) {
                    row(run, run.state().name().toLowerCase(Locale.ROOT), reason(run));
                }
            }
            case QUEUED, EXPORTING, TRANSFERRING -> row(run, "unfinished", "it is still " + run.state());
        }
    }

    private static String reason(Run run) {
        String reason = reason(run.failure());
        if (reason != null) {
            return reason;
        }
        return run.state() == RunState.FAILED ? "nothing of it arrived" : "it was given up by hand";
    }

    private void row(Run run, String kind, String reason) {
        to.row(List.of(
                Cell.of(run.origin().scheduledFor(), zone),
                Cell.NONE,
                Cell.of(kind),
                Cell.of(1),
                Cell.NONE,
                Cell.of(reason),
                Cell.of(run.id()),
                Cell.NONE));
    }

    private void missing(Missing missing) {
        told.add(missing.origin().runId());
        String reason = reason(missing.why());
        to.row(List.of(
                Cell.of(missing.origin().scheduledFor(), zone),
                Cell.NONE,
                Cell.of(kind(missing)),
                Cell.of(1),
                Cell.of(missing.destination()),
                Cell.of(reason == null ? "no reason is recorded" : reason),
                Cell.of(missing.origin().runId()),
                Cell.of(missing.exportId())));
    }

    private static String kind(Missing missing) {
        return switch (missing.state()) {
            case "DEAD" -> "undelivered";
            case "DISCARDED" -> "given up";
            default -> missing.state().toLowerCase(Locale.ROOT);
        };
    }

    static @Nullable String reason(FailureNote note) {
        if (note.message() == null) {
            return note.code();
        }
        return note.code() == null ? note.message() : note.message() + " (" + note.code() + ")";
    }
}
