package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a heartbeat still has to hear: a row for each run that began, until its end was told. Several nodes may tell it;
 * {@link #take} lets one of them. Failures as in {@link Runs}.
 */
public final class Heartbeats {
    /** What is due and can be told: that a run began, or how it ended. A run that was pruned meanwhile is told of no more. */
    private static final String DUE = """
            select runs.*, heartbeats.run_id, heartbeats.attempts, heartbeats.due_at
            from heartbeats left join runs on runs.id = heartbeats.run_id
            where heartbeats.due_at <= :now
              and (runs.id is null or (heartbeats.started = 0 and runs.state <> 'QUEUED')
                or runs.state in ('SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED'))
            order by heartbeats.due_at, heartbeats.run_id limit :limit""";

    private static final String TAKE = """
            update heartbeats set due_at = :until, attempts = attempts + 1 where run_id = :id and due_at = :seen""";

    /** Only if it is still as it was told: a replay may have begun meanwhile. */
    private static final String ENDED = """
            delete from heartbeats where run_id = :id
              and not exists (select 1 from runs where runs.id = :id and runs.state <> :state)""";

    private static final String STARTED = """
            update heartbeats set started = 1, attempts = 0, due_at = :now where run_id = :id""";

    private final Database database;

    Heartbeats(Database database) {
        this.database = database;
    }

    /**
     * Something to tell.
     *
     * @param run null: the ledger does not know it any more
     * @param attempts those that failed
     */
    public record Due(String runId, @Nullable Run run, int attempts, Instant since) {}

    /** From now on the run's beginning and end are to be told. To be called before it begins, so that no crash comes in between. */
    public void expect(String runId) {
        database.update(
                "note that the heartbeat of run " + runId + " is to be sent",
                "insert into heartbeats (run_id, started, attempts, due_at) values (:id, 0, 0, :now) on conflict do nothing",
                Map.of("id", runId, "now", database.now()));
    }

    /** What can be told now, the longest due first. */
    public List<Due> due(int limit) {
        return database.list(
                "list the heartbeats to send",
                DUE,
                Map.of("now", database.now(), "limit", limit),
                (row, context) -> new Due(
                        row.getString("run_id"),
                        row.getString("id") == null ? null : RowMappers.run(row, context),
                        row.getInt("attempts"),
                        Instants.required(row, "due_at")));
    }

    /**
     * Takes it until that moment, at which it is due again unless it was told.
     *
     * @return false: another node took it
     */
    public boolean take(Due due, Instant until) {
        return database.update(
                        "take the heartbeat of run " + due.runId(),
                        TAKE,
                        Map.of("id", due.runId(), "seen", due.since(), "until", until))
                == 1;
    }

    /** It was told, or need not be, that the run has come to this state. */
    public void told(String runId, RunState state) {
        if (state.settled()) {
            database.update("record the heartbeat of run " + runId, ENDED, Map.of("id", runId, "state", state.name()));
        } else {
            database.update(
                    "record the heartbeat of run " + runId, STARTED, Map.of("id", runId, "now", database.now()));
        }
    }

    /** It could not be told; it is due again at that moment. */
    public void failed(String runId, Instant next) {
        database.update(
                "record that the heartbeat of run " + runId + " failed",
                "update heartbeats set due_at = :next where run_id = :id",
                Map.of("id", runId, "next", next));
    }

    /** The destinations that a settled run has not delivered something to. */
    public List<String> missing(String runId) {
        return database.list(
                "find where run " + runId + " did not arrive",
                "select distinct destination from deliveries where run_id = :id and state <> 'DELIVERED' order by destination",
                Map.of("id", runId),
                (row, context) -> row.getString("destination"));
    }
}
