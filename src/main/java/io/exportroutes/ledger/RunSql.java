package io.exportroutes.ledger;

import io.exportroutes.queue.QueueSql;

/** The statements of {@link Runs}. */
final class RunSql {
    static final String UNFINISHED = "('QUEUED', 'EXPORTING', 'TRANSFERRING')";
    static final String SETTLED = "('SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED')";

    /** A run that has its bytes, or was replayed, does not make other runs of its job wait. */
    static final String BUSY = "state in " + UNFINISHED + " and " + """
            replayed_at is null and (state in ('QUEUED', 'EXPORTING') or (state = 'TRANSFERRING'
              and exists (select 1 from exports where exports.run_id = runs.id and exports.state = 'TAKEN')))""";

    static final String ADD = """
            insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, requested_at,
              finished_at, file_name, renewals, request_id, operation_run_id, operation_grouping_status,
              error_code, error, hint)
            values (:id, :job, :project, :trigger, :scheduledFor, :state, :createdAt, :startedAt, :requestedAt,
              :finishedAt, :fileName, :renewals, :requestId, :operationRunId, :operationGroupingStatus,
              :errorCode, :error, :hint)
            on conflict (id) do nothing""";

    static final String BEGIN = """
            update runs set state = case state when 'QUEUED' then 'EXPORTING' else state end,
              started_at = coalesce(started_at, :now), fence = fence + 1, owner = :holder
            where id = :id and exists (""" + QueueSql.STILL_HELD + ") and state in " + UNFINISHED;

    static final String REQUESTING = """
            update runs set requested_at = coalesce(requested_at, :now), file_name = coalesce(file_name, :fileName)
            where id = :id and state in ('EXPORTING', 'TRANSFERRING')""";

    static final String REFUSED = """
            update runs set requested_at = null, file_name = null
            where id = :id and state in ('EXPORTING', 'TRANSFERRING')""";

    static final String LISTED =
            "update runs set listed_at = :now where id = :id and state in ('EXPORTING', 'TRANSFERRING')";

    private static final String WITHOUT_ANSWER = """
            select * from runs where project = :project and requested_at is not null
              and not exists (select 1 from exports where exports.run_id = runs.id and exports.state <> 'LOST') and\s""";

    static final String WAITING = WITHOUT_ANSWER + "state in " + UNFINISHED;

    static final String UNANSWERED =
            WITHOUT_ANSWER + "(state in " + UNFINISHED + " or finished_at >= :ended) order by scheduled_for, id";

    /** The API sent something: a replay that gets that far has begun, and is no longer put back. */
    static final String TRACED = """
            update runs set replayed_from = null, request_id = :requestId, operation_run_id = :operationRunId,
              operation_grouping_status = :groupingStatus
            where id = :id""";

    static final String RENEWING = """
            update runs set state = 'EXPORTING', renewals = renewals + 1, requested_at = null, file_name = null
            where id = :id and state in ('EXPORTING', 'TRANSFERRING')""";

    static final String TRANSFERRING =
            "update runs set state = 'TRANSFERRING' where id = :id and state in ('EXPORTING', 'TRANSFERRING')";

    /** A success has nothing open, dead or given up; the kind of its job decides about LOST exports. */
    static final String SETTLE = """
            update runs set state = :state, finished_at = :now, error_code = :errorCode, error = :error, hint = :hint
            where id = :id and (state in ('EXPORTING', 'TRANSFERRING') or (state = 'QUEUED' and :state <> 'SUCCEEDED'))
              and (:state <> 'SUCCEEDED' or (
                not exists (select 1 from exports where run_id = :id
                  and exports.state in ('TAKEN', 'REFUSED', 'FAILED', 'DISCARDED'))
                and not exists (select 1 from deliveries join exports on exports.id = deliveries.export_id
                  where deliveries.run_id = :id and (deliveries.state in ('PENDING', 'SENDING', 'DEAD')
                    or (deliveries.state = 'DISCARDED' and exports.state <> 'LOST')))))""";

    /** A run that asked nothing of the API and has nothing of it may follow its job to another project. */
    static final String PROJECT = """
            update runs set project = :project where id = :id and requested_at is null
              and not exists (select 1 from exports where exports.run_id = runs.id)""";

    static final String DISCARD = "update runs set state = 'SKIPPED' where id = :id and state = 'FAILED'";

    /** A transaction that settles the run waits for this one, or this one waits for it. */
    static final String LOCK = "update runs set state = state where id = :id";

    /** Work that is left for a worker; a delivery that waits for the replay of its failed artifact does not count. */
    static final String OPEN = """
            select 1 from deliveries join exports on exports.id = deliveries.export_id
            where deliveries.run_id = :id and deliveries.state in ('PENDING', 'SENDING') and exports.state = 'VERIFIED'""";

    /** Unless it delivered something meanwhile. */
    static final String REVERT = """
            update runs set state = replayed_from, finished_at = :now, note = :note
            where id = :id and replayed_from is not null
              and not exists (select 1 from deliveries
                where deliveries.run_id = runs.id and deliveries.delivered_at >= runs.replayed_at)
              and state in\s""" + UNFINISHED;

    /** Open deliveries become dead letters again, with their former reason, or else with the given one. */
    static final String DEAD_AGAIN = """
            update deliveries set state = 'DEAD', error_code = coalesce(error_code, :errorCode),
              error = coalesce(error, :error), hint = coalesce(hint, :hint)
            where run_id = :id and state in ('PENDING', 'SENDING')
              and export_id in (select id from exports where run_id = :id and exports.state = 'VERIFIED')""";

    private RunSql() {}
}
