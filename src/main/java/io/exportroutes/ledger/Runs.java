package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.QueueSql;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The runs; each method is one durable transaction. A change of state that a run does not allow, or of a run that is not there,
 * raises {@link io.exportroutes.failure.PermanentFailure} ({@code ledger_transition}, {@code ledger_unknown}) and changes nothing; a
 * database that does not answer raises {@link io.exportroutes.failure.TransientFailure}. Under a claim as {@link ClaimedLedger}.
 */
public final class Runs {
    private final Database database;

    Runs(Database database) {
        this.database = database;
    }

    /** Adds the run as it is given. False: a run with that id is already there, and stays as it is. */
    public boolean add(Run run) {
        ExportRequest request = run.progress().request();
        CallTrace trace = request.trace() == null ? new CallTrace(null, null, null) : request.trace();
        return database.write(
                "add run " + run.id(),
                handle -> handle.createUpdate(RunSql.ADD)
                                .bindMethods(run)
                                .bindMethods(run.origin())
                                .bindMethods(run.progress())
                                .bindMethods(request)
                                .bindMethods(trace)
                                .bindMap(ErrorColumns.of(run.failure()))
                                .execute()
                        == 1);
    }

    public Optional<Run> find(String id) {
        return database.read("find run " + id, handle -> handle.createQuery("select * from runs where id = :id")
                .bind("id", id)
                .map(RowMappers::run)
                .findOne());
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

    /** Everything that is not settled, the longest due first. */
    public List<Run> unfinished() {
        return list(
                "list unfinished runs",
                "select * from runs where state in " + RunSql.UNFINISHED + " order by scheduled_for, id",
                Map.of());
    }

    /**
     * The job's runs that still export or download, the longest due first: a next run of the job would overlap with them. A
     * run that only delivers does not count, nor does a replay: a dead destination holds up no schedule.
     */
    public List<Run> busy(String job) {
        return list(
                "list runs of " + job + " that export or download",
                "select * from runs where job = :job and " + RunSql.BUSY + " order by scheduled_for, id",
                Map.of("job", job));
    }

    /** The project's unfinished runs that asked for an export and do not know of it yet. */
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

    /**
     * QUEUED becomes EXPORTING; a run that got further stays there. The first start is kept. Every claim on the run that was
     * given before is void from here on.
     *
     * @return the claim under which the run may be worked on, see {@link Ledger#under}
     * @throws TakenOverFailure where the queue gave the run to somebody else meanwhile
     */
    public Claim begin(QueueEntry handOut) {
        String id = handOut.runId();
        Transition transition = transition(id, RunState.EXPORTING, RunSql.BEGIN);
        Map<String, ?> held = Map.of("holder", handOut.holder(), "version", handOut.version());
        Map<String, Object> values = new HashMap<>(held);
        values.put("now", database.now());
        return database.write("bring run " + id + " to " + RunState.EXPORTING, handle -> {
            if (transition.tryApply(handle, values)) {
                return new Claim(id, fences(handle, List.of(id)).getOrDefault(id, 0L));
            }
            boolean ours = handle.createQuery(QueueSql.STILL_HELD)
                    .bind("id", id)
                    .bindMap(held)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            throw ours ? transition.refused(handle) : Fence.takenOver(id, null);
        });
    }

    /** Under which claim each of the runs, at least one, is worked on now; 0 for one that was never begun. */
    public Map<String, Long> fences(Collection<String> ids) {
        return database.read("look who has the runs", handle -> fences(handle, ids));
    }

    private static Map<String, Long> fences(Handle handle, Collection<String> ids) {
        return handle.createQuery("select id, fence from runs where id in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> Map.entry(row.getString("id"), row.getLong("fence")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What somebody is told who no longer has the run. */
    public TakenOverFailure takenOver(String id) {
        return Fence.takenOver(id, owner(id).orElse(null));
    }

    /** The node and process that began the run last, or empty where none did. */
    public Optional<String> owner(String id) {
        return database.read(
                "find the owner of run " + id, handle -> handle.createQuery("select owner from runs where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne());
    }

    /** Before the API is asked for an export (invariant 1). What is already set is kept. */
    public void requesting(String id, String fileName) {
        change(id, RunState.EXPORTING, RunSql.REQUESTING, Map.of("now", database.now(), "fileName", fileName));
    }

    /** The API refused the request: nothing was made by it, and there is nothing to look for. */
    public void refused(String id) {
        change(id, RunState.EXPORTING, RunSql.REFUSED, Map.of());
    }

    /** A sweep has read its whole listing and taken what is in it. */
    public void listed(String id) {
        change(id, RunState.EXPORTING, RunSql.LISTED, Map.of("now", database.now()));
    }

    /** What the API said of the call that made the exports known, a create or a listing; of any run, settled or not. */
    public void traced(String id, CallTrace trace) {
        Map<String, Object> values = new HashMap<>();
        values.put("requestId", trace.requestId());
        values.put("operationRunId", trace.operationRunId());
        values.put("groupingStatus", trace.operationGroupingStatus());
        change(id, RunState.EXPORTING, RunSql.TRACED, values);
    }

    /**
     * The run's export is gone and a new one is to be asked for: back to EXPORTING with nothing requested. What the run had
     * and no destination has is LOST, and what is still to be delivered of it is DISCARDED.
     *
     * @param failure what the API said
     * @param bytes only where they are NOWHERE, what was verified is LOST too
     */
    public void renewing(String id, ExportFailure failure, Spooled bytes) {
        database.write("renew run " + id, handle -> {
            transition(id, RunState.EXPORTING, RunSql.RENEWING).apply(handle, Map.of());
            Exports.giveUp(handle, id, failure, bytes);
            return true;
        });
    }

    /**
     * The run goes by this project from here on, as where its job's entry was corrected since.
     *
     * @return false, and nothing changed, where the API may have been asked for an export already
     */
    public boolean moveToProject(String id, String project) {
        return database.write(
                "move run " + id + " to project " + project,
                handle -> handle.createUpdate(RunSql.PROJECT)
                                .bind("id", id)
                                .bind("project", project)
                                .execute()
                        == 1);
    }

    /** The export is there and its bytes are on their way. */
    public void transferring(String id) {
        change(id, RunState.TRANSFERRING, RunSql.TRANSFERRING, Map.of());
    }

    /**
     * Ends the run. What it leaves TAKEN where it failed is FAILED for the same reason.
     *
     * @param state a settled one; SUCCEEDED is refused while a delivery of the run is open or dead
     * @param failure why, or null
     */
    public void settle(String id, RunState state, @Nullable ExportFailure failure) {
        Map<String, Object> ending = ending(state, failure);
        database.write("bring run " + id + " to " + state, handle -> {
            transition(id, state, RunSql.SETTLE).apply(handle, ending);
            boolean failed = state == RunState.FAILED || state == RunState.PARTIAL;
            return failed && failure != null ? Exports.unfinished(handle, id, failure) : 0;
        });
    }

    /**
     * As {@link #settle}, by what the ledger says at that moment: one replayed meanwhile is not left behind.
     *
     * @return false, and nothing changed, where a delivery of a verified export is still to be made
     */
    public boolean conclude(String id, RunState state, @Nullable ExportFailure failure) {
        return database.write("bring run " + id + " to " + state, handle -> {
            boolean open = isOpen(handle, id);
            if (!open) {
                transition(id, state, RunSql.SETTLE).apply(handle, ending(state, failure));
            }
            return !open;
        });
    }

    /** Whether a delivery of a verified export of the run is still to be made. */
    public boolean isOpen(String id) {
        return database.read("look for open deliveries of run " + id, handle -> isOpen(handle, id));
    }

    private static boolean isOpen(Handle handle, String id) {
        return handle.createQuery(RunSql.OPEN)
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private Map<String, Object> ending(RunState state, @Nullable ExportFailure failure) {
        if (!state.settled()) {
            throw new IllegalArgumentException(state + " does not settle a run");
        }
        Map<String, Object> values = ErrorColumns.of(failure);
        values.put("state", state.name());
        values.put("now", database.now());
        return values;
    }

    /** A FAILED run becomes SKIPPED, its reason kept: it is given up by hand. False from any other state. */
    public boolean discard(String id) {
        return database.write("discard run " + id, handle -> transition(id, RunState.SKIPPED, RunSql.DISCARD)
                .tryApply(handle, Map.of()));
    }

    private void change(String id, RunState to, String update, Map<String, ?> values) {
        database.write("bring run " + id + " to " + to, handle -> {
            transition(id, to, update).apply(handle, values);
            return true;
        });
    }

    static Transition transition(String id, RunState to, String update) {
        return new Transition(
                "Run " + id, to.name(), update, "select state from runs where id = :id", Map.of("id", id));
    }

    private List<Run> list(String operation, String select, Map<String, ?> values) {
        return database.read(operation, (Handle handle) -> handle.createQuery(select)
                .bindMap(values)
                .map(RowMappers::run)
                .list());
    }
}
