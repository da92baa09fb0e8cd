package io.exportroutes.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The marks of the jobs that have a schedule. A mark only moves forward, unless a clock that was ahead had
 * set it. Failures as in {@link Runs}. */
public final class Schedules {
    private static final String KNOW =
            "insert into schedules (job, seen_until) values (:job, :time) on conflict (job) do nothing";

    private static final String SEEN =
            "update schedules set seen_until = :time where job = :job and seen_until < :time";

    private static final String PULL_BACK = "update schedules set seen_until = :time where seen_until > :latest";

    private static final String PAUSE =
            "update schedules set paused_since = :time where job = :job and paused_since is null";

    private static final String RESUME = """
            update schedules set paused_since = null, seen_until = case when seen_until < :time then :time else seen_until end
            where job = :job and paused_since is not null""";

    private static final String PAUSE_BEGINS = """
            insert into pauses (job, paused_at) values (:job, :time) on conflict (job, paused_at) do update set resumed_at = null""";

    private static final String PAUSE_ENDS =
            "update pauses set resumed_at = :time where job = :job and resumed_at is null";

    private final Database database;
    private final Expectations expectations;

    Schedules(Database database) {
        this.database = database;
        this.expectations = new Expectations(database);
    }

    /** Which copies are expected by the schedules. */
    public Expectations expectations() {
        return expectations;
    }

    /** Gives each new job a mark: it has missed nothing before this moment. */
    public void know(Collection<String> jobs, Instant now) {
        batch("note the schedules", KNOW, jobs, now);
    }

    /** Records that every firing up to that moment is handled. A later mark stays. */
    public void seen(Collection<String> jobs, Instant until) {
        batch("note the firings", SEEN, jobs, until);
    }

    /**
     * Sets every mark that is later than {@code latest} back.
     *
     * @return how many marks that were
     */
    public int pullBack(Instant latest, Instant now) {
        return database.update("set the schedules back", PULL_BACK, Map.of("time", now, "latest", latest));
    }

    public Optional<ScheduleMark> find(String job) {
        return database.find(
                "find the schedule of " + job,
                "select * from schedules where job = :job",
                Map.of("job", job),
                RowMappers::schedule);
    }

    /** The jobs that are paused. */
    public Set<String> paused() {
        return Set.copyOf(database.list(
                "list the paused jobs",
                "select job from schedules where paused_since is not null",
                Map.of(),
                (row, context) -> row.getString("job")));
    }

    /** The marks of these jobs, by job. */
    public Map<String, ScheduleMark> of(Collection<String> jobs) {
        return database
                .inParts(
                        "list the schedules of jobs",
                        "select * from schedules where job in (<ids>)",
                        Map.of(),
                        List.copyOf(jobs),
                        RowMappers::schedule)
                .stream()
                .collect(Collectors.toMap(ScheduleMark::job, mark -> mark));
    }

    /** The marks by job. */
    public Map<String, ScheduleMark> all() {
        return database.list("list the schedules", "select * from schedules", Map.of(), RowMappers::schedule).stream()
                .collect(Collectors.toMap(ScheduleMark::job, mark -> mark));
    }

    /** False if it is paused already. */
    public boolean pause(String job, Instant now) {
        know(List.of(job), now);
        return both("pause " + job, PAUSE, PAUSE_BEGINS, Map.of("job", job, "time", now));
    }

    /** Resumes the job and records every firing up to now as handled. False if the job is not paused. */
    public boolean resume(String job, Instant now) {
        return both("resume " + job, RESUME, PAUSE_ENDS, Map.of("job", job, "time", now));
    }

    /** Executes the second statement only if the first changed its row. */
    private boolean both(String operation, String mark, String pause, Map<String, ?> values) {
        return database.write(operation, handle -> {
            boolean changed = handle.createUpdate(mark).bindMap(values).execute() == 1;
            if (changed) {
                handle.createUpdate(pause).bindMap(values).execute();
            }
            return changed;
        });
    }

    private void batch(String operation, String update, Collection<String> jobs, Instant time) {
        if (jobs.isEmpty()) {
            return;
        }
        database.write(operation, handle -> {
            try (PreparedBatch batch = handle.prepareBatch(update)) {
                new TreeSet<>(jobs)
                        .forEach(
                                job -> batch.bind("job", job).bind("time", time).add());
                return batch.execute();
            }
        });
    }
}
