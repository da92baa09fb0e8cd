package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.queue.QueueSql;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The runs; each method is one durable transaction. A change of state that a run does not allow, or of a run that is not there,
 * raises {@link io.exportroutes.failure.PermanentFailure} ({@code ledger_transition}, {@code ledger_unknown}) and changes nothing; a
 * database that does not answer raises {@link io.exportroutes.failure.TransientFailure}.
 * The work on a run is written by {@link RunWriter}.
 */
public final class Runs {
    private final Database database;

    Runs(Database database) {
        this.database = database;
    }

    /** Adds the run as it is given. False: a run with that id is already there, and stays as it is. */
    public boolean add(Run run) {
        return !add(List.of(run), (connection, added) -> {}).isEmpty();
    }

    /**
     * As {@link #add(Run)} for each, all in one transaction.
     *
     * @param also writes what belongs to the runs in the same transaction, for those that were not there yet
     * @return the ids of those that were not there yet
     */
    public List<String> add(Collection<Run> runs, WithRuns also) {
        String what = runs.size() == 1 ? "run " + runs.iterator().next().id() : runs.size() + " runs";
        return database.write("add " + what, handle -> {
            List<String> added = insert(handle, runs);
            also.write(handle.getConnection(), added);
            return added;
        });
    }

    /** What is written with new runs; it may be called twice, the first call being rolled back. */
    public interface WithRuns {
        /** @param added the ids of the runs that were not there yet */
        void write(Connection connection, List<String> added);
    }

    /** In the order of their ids: two nodes that add the same ones do not wait for each other in a circle. */
    private static List<String> insert(Handle handle, Collection<Run> runs) {
        List<Run> ordered = runs.stream().sorted(Comparator.comparing(Run::id)).toList();
        try (PreparedBatch batch = handle.prepareBatch(RunSql.ADD)) {
            ordered.forEach(run -> bind(batch, run).add());
            int[] rows = batch.execute();
            return IntStream.range(0, rows.length)
                    .filter(at -> rows[at] == 1)
                    .mapToObj(at -> ordered.get(at).id())
                    .toList();
        }
    }

    private static PreparedBatch bind(PreparedBatch batch, Run run) {
        ExportRequest request = run.progress().request();
        CallTrace trace = request.trace() == null ? new CallTrace(null, null, null) : request.trace();
        return batch.bindMethods(run)
                .bindMethods(run.origin())
                .bindMethods(run.progress())
                .bindMethods(request)
                .bindMethods(trace)
                .bindMap(ErrorColumns.of(run.failure()));
    }

    public Optional<Run> find(String id) {
        return database.find("find run " + id, "select * from runs where id = :id", Map.of("id", id), RowMappers::run);
    }

    /** The newest first; of one job, or of all where it is null. */
    public List<Run> recent(@Nullable String job, int limit) {
        String where = job == null ? "" : "where job = :job ";
        return list(
                "list runs",
                "select * from runs " + where + "order by created_at desc, scheduled_for desc, id desc limit :limit",
                job == null ? Map.of("limit", limit) : Map.of("limit", limit, "job", job));
    }

    /** All that FAILED and were neither replayed nor given up, the newest first. */
    public List<Run> failed() {
        return list(
                "list failed runs",
                "select * from runs where state = 'FAILED' order by created_at desc, scheduled_for desc, id desc",
                Map.of());
    }

    /**
     * The runs of these jobs that still export or download, the longest due first: a next run of the job would overlap with
     * them. A run that only delivers does not count, nor does a replay: a dead destination holds up no schedule.
     */
    public List<Run> busy(Collection<String> jobs) {
        return database.inParts(
                "list the runs that export or download",
                "select * from runs where job in (<ids>) and " + RunSql.BUSY + " order by scheduled_for, id",
                Map.of(),
                List.copyOf(jobs),
                RowMappers::run);
    }

    /** Everything that is not settled and on no queue, the longest due first. */
    public List<Run> unqueued() {
        return list(
                "list unfinished runs that are on no queue",
                "select * from runs where state in " + RunSql.UNFINISHED + " and not exists (" + QueueSql.ON_QUEUE
                        + ") order by scheduled_for, id",
                Map.of());
    }

    /** The project's unfinished runs that requested an export and do not know of it yet. */
    public List<Run> waiting(String project) {
        return list("list the runs that wait for a reply", RunSql.WAITING, Map.of("project", project));
    }

    /** As {@link #waiting}, with those that ended after that moment and never heard of their export. */
    public List<Run> unanswered(String project, Instant endedAfter) {
        return list(
                "list the runs whose request was not answered",
                RunSql.UNANSWERED,
                Map.of("project", project, "ended", endedAfter));
    }

    /**
     * FAILED and PARTIAL runs that were made after one moment and ended before another, the oldest first. What seems to have
     * ended after now, by a clock that was ahead, is taken to have ended long ago.
     */
    public List<Run> unsuccessful(Instant createdAfter, Instant finishedBefore, Instant now) {
        return list(
                "list unsuccessful runs",
                "select * from runs where state in ('FAILED', 'PARTIAL') and created_at > :created"
                        + " and (finished_at < :finished or finished_at > :now) order by created_at, id",
                Map.of("created", createdAfter, "finished", finishedBefore, "now", now));
    }

    /** Whether a delivery of a verified export of the run is still to be made. */
    public boolean isOpen(String id) {
        return database.read("find open deliveries of run " + id, handle -> isOpen(handle, id));
    }

    static boolean isOpen(Handle handle, String id) {
        return handle.createQuery(RunSql.OPEN)
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** A FAILED run becomes SKIPPED, its reason kept: it is given up by hand. False from any other state. */
    public boolean discard(String id) {
        return database.write("discard run " + id, handle -> transition(id, RunState.SKIPPED, RunSql.DISCARD)
                .tryApply(handle, Map.of()));
    }

    static Transition transition(String id, RunState to, String update) {
        return new Transition(
                "Run " + id, to.name(), update, "select state from runs where id = :id", Map.of("id", id));
    }

    private List<Run> list(String operation, String select, Map<String, ?> values) {
        return database.list(operation, select, values, RowMappers::run);
    }
}
