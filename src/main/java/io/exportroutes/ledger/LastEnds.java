package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the last run of each job ended. Failures as in {@link Runs}. */
public final class LastEnds {
    /** What was skipped says nothing of its job; a run that is replayed is not settled, but no older one counts in its place. */
    private static final String LAST = """
            with jobs (job) as (values <jobs>)
            select runs.* from jobs cross join runs
            where runs.id = (
              select last.id from runs last
              where last.job = jobs.job and (last.state in ('SUCCEEDED', 'PARTIAL', 'FAILED')
                or (last.replayed_at is not null and last.state in ('QUEUED', 'EXPORTING', 'TRANSFERRING')))
              order by last.created_at desc, last.scheduled_for desc, last.id desc limit 1)""";

    private static final String DEAD = """
            select run_id, destination, error_code, error, hint from deliveries
            where run_id in (<ids>) and state = 'DEAD'
            order by run_id, destination, export_id desc""";

    private static final int JOBS_IN_ONE_QUERY = 200;

    private final Database database;

    LastEnds(Database database) {
        this.database = database;
    }

    /**
     * The last run of a job that was not skipped.
     *
     * @param run settled, or being replayed
     * @param dead the destinations that have dead letters of it, with the reason of the first of them
     */
    public record LastEnd(Run run, Map<String, FailureNote> dead) {}

    /** By job; none of a job that had no such run. */
    public Map<String, LastEnd> of(List<String> jobs) {
        List<Run> last = new ArrayList<>();
        database.read("find how the last runs ended", handle -> {
            for (int from = 0; from < jobs.size(); from += JOBS_IN_ONE_QUERY) {
                handle.createQuery(LAST)
                        .bindMethodsList(
                                "jobs",
                                jobs.subList(from, Math.min(jobs.size(), from + JOBS_IN_ONE_QUERY)).stream()
                                        .map(job -> new CopyPlace(job, ""))
                                        .toList(),
                                List.of("job"))
                        .map(RowMappers::run)
                        .forEach(last::add);
            }
            return last;
        });
        Map<String, Map<String, FailureNote>> dead = dead(last);
        return last.stream()
                .collect(Collectors.toMap(
                        run -> run.origin().job(), run -> new LastEnd(run, dead.getOrDefault(run.id(), Map.of()))));
    }

    private Map<String, Map<String, FailureNote>> dead(List<Run> runs) {
        List<String> ids = runs.stream()
                .filter(run -> run.state() == RunState.PARTIAL || run.state() == RunState.FAILED)
                .map(Run::id)
                .toList();
        Map<String, Map<String, FailureNote>> dead = new HashMap<>();
        database.inParts(
                "find the dead letters of the last runs", DEAD, Map.of(), ids, (row, context) -> dead.computeIfAbsent(
                                row.getString("run_id"), id -> new HashMap<>())
                        .put(
                                row.getString("destination"),
                                new FailureNote(
                                        row.getString("error_code"), row.getString("error"), row.getString("hint"))));
        return dead;
    }
}
