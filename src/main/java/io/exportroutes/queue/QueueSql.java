package io.exportroutes.queue;

/** SQL fragments about the queue's table for other statements on the same database, so that only this package names it. */
public final class QueueSql {
    /** A row where the queue's entry of the run {@code :id} is still the one that a worker, {@code :holder}, was given. */
    public static final String STILL_HELD = """
            select 1 from scheduled_tasks
            where task_name = 'run' and task_instance = :id and picked_by = :holder and version = :version""";

    /** A row where the run of the row of {@code runs} that surrounds it is on the queue. */
    public static final String ON_QUEUE =
            "select 1 from scheduled_tasks where task_name = 'run' and task_instance = runs.id";

    private QueueSql() {}
}
