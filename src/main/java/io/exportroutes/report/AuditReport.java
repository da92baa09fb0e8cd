package io.exportroutes.report;

import io.exportroutes.config.JobConfig;
import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.JobPeriod;
import io.exportroutes.value.Suggestions;
import io.exportroutes.view.ChainView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells a rendering everything that is known about a period: twice over the ledger, first for the sums and then for the rows, so that
 * no more than a page of either is in memory. Failures as in {@link io.exportroutes.ledger.Runs}.
 */
public final class AuditReport {
    private final Sources sources;
    private final Request request;
    private final Instant now;
    private final Set<String> jobs;

    /** @throws PermanentFailure {@code unknown_job} if neither exports.yaml nor the ledger knows a job that is asked for */
    public AuditReport(Sources sources, Request request) {
        this.sources = sources;
        this.request = request;
        this.now = sources.clock().instant();
        Set<String> known = new LinkedHashSet<>(sources.config().jobs().keySet());
        known.addAll(sources.ledger().history().periods().jobs());
        request.jobs().stream().filter(job -> !known.contains(job)).findFirst().ifPresent(job -> {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_JOB,
                    "Neither exports.yaml nor the ledger has a job " + job,
                    Suggestions.remedy(job, known));
        });
        this.jobs = request.jobs().isEmpty() ? known : new LinkedHashSet<>(request.jobs());
    }

    /** Returns how many gaps there are. */
    public long write(Rendering to) {
        Map<String, Tally> sums = new LinkedHashMap<>();
        for (String job : jobs) {
            Tally tally = new Tally();
            new JobTables(sources, period(job), tally).write();
            sums.put(job, tally);
        }
        to.begin("Report of exports and their copies", about(sums));
        to.beginTable(Table.JOBS);
        sums.forEach((job, tally) -> to.row(tally.row(job)));
        to.endTable();
        to.notKnown(new NotKnown(sources).sentences(jobs));
        for (String job : jobs) {
            to.beginJob(job, facts(job));
            new JobTables(sources, period(job), to).write();
            to.endJob();
        }
        to.end();
        return gaps(sums);
    }

    private static long gaps(Map<String, Tally> sums) {
        return sums.values().stream().mapToLong(Tally::gaps).sum();
    }

    private JobPeriod period(String job) {
        return request.period(job, sources.config().zone(job), now);
    }

    private List<Field> about(Map<String, Tally> sums) {
        return List.of(
                new Field(
                        "firstDay",
                        "From",
                        Cell.of(request.first(ZoneOffset.UTC, now).toString())),
                new Field(
                        "lastDay",
                        "To",
                        Cell.of(request.last(ZoneOffset.UTC, now).toString())),
                new Field("madeAt", "Made", Cell.of(now, ZoneOffset.UTC)),
                new Field("jobCount", "Jobs", Cell.of(jobs.size())),
                new Field("gapCount", "Gaps", Cell.of(gaps(sums))));
    }

    private List<Field> facts(String name) {
        JobPeriod period = period(name);
        ZoneId zone = sources.config().zone(name);
        JobConfig job = sources.config().jobs().get(name);
        List<Field> facts = new ArrayList<>();
        facts.add(new Field("from", "From", Cell.of(period.from(), zone)));
        facts.add(new Field("until", "Until", Cell.of(period.until(), zone)));
        facts.add(new Field("timeZone", "Time zone", Cell.of(zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId())));
        if (job == null) {
            facts.add(new Field("project", "Project", Cell.of("unknown: exports.yaml no longer has this job")));
        } else {
            facts.add(new Field("project", "Project", Cell.of(job.request().project())));
            facts.add(
                    new Field("exports", "Exports", Cell.of(job.request().kind().word())));
            facts.add(new Field("schedule", "Schedule", Cell.of(schedule(job))));
            facts.add(new Field("destinations", "Destinations", Cell.of(String.join(", ", job.destinations()))));
        }
        facts.add(new Field("runsExpectedFrom", "A run for each due time from", expectedFrom(period, zone)));
        chain(name, zone, facts);
        return facts;
    }

    private static String schedule(JobConfig job) {
        @Nullable String written = job.timing().schedule().written();
        return written == null ? "none: by hand only" : written;
    }

    private Cell expectedFrom(JobPeriod period, ZoneId zone) {
        return JobGaps.expectedFrom(sources, period)
                .map(from -> Cell.of(from, zone))
                .orElse(Cell.of("not expected"));
    }

    private void chain(String job, ZoneId zone, List<Field> facts) {
        Optional<ChainView> chain = sources.chains().head(job);
        facts.add(new Field(
                "chainHead",
                "Head of its chain",
                Cell.of(chain.map(end -> end.head().toString()).orElse("none: it has no chain of custody"))));
        chain.ifPresent(end -> {
            facts.add(new Field("chainHeadAt", "Last entry", Cell.of(end.at(), zone)));
            facts.add(new Field("chainKey", "Signed with", Cell.of(end.fingerprint())));
            facts.add(new Field("chainPlaces", "Who has it", Cell.of(places(end))));
            facts.add(new Field(
                    "chainCheck",
                    "To check it",
                    Cell.of("python3 " + CustodyFiles.PROGRAM + " --full --signers FILE --head " + end.head() + " COPY "
                            + job)));
        });
    }

    private static String places(ChainView chain) {
        return chain.places().isEmpty()
                ? "no destination"
                : chain.places().stream()
                        .map(place -> place.destination() + ": " + ChainView.state(place))
                        .collect(Collectors.joining("; "));
    }
}
