package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements on db-scheduler's table that db-scheduler does not offer. */
final class QueueTable {
    /** The name of db-scheduler's task; an instance of it is a run's id. */
    static final String TASK = "run";

    private static final byte[] AGAIN = {1};

    /** Marks an entry that a worker has, so that {@link #finish} keeps it for another pass. */
    private static final String ADD = """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, priority, version)
            values (?, ?, ?, ?, ?, 1)
            on conflict (task_name, task_instance) do update set task_data = ? where scheduled_tasks.picked = ?""";

    private static final String HEARTBEAT = """
            update scheduled_tasks set last_heartbeat = ?
            where task_name = ? and task_instance = ? and version = ? and picked = ?""";

    private static final String FINISH = """
            delete from scheduled_tasks
            where task_name = ? and task_instance = ? and version = ? and task_data is null""";

    private static final String PUT_BACK = """
            update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null, task_data = null,
              execution_time = ?, consecutive_failures = ?, version = version + 1
            where task_name = ? and task_instance = ? and version = ?""";

    private static final String PICKED = """
            select task_instance, picked_by, version from scheduled_tasks where task_name = ? and picked = ?""";

    private static final String RELEASE = """
            update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null, task_data = null,
              version = version + 1
            where task_name = ? and task_instance = ? and version = ?""";

    private static final String BRING_FORWARD = """
            update scheduled_tasks set execution_time = ?, version = version + 1
            where task_name = ? and picked = ? and execution_time > ?""";

    private static final String CONTAINS = "select 1 from scheduled_tasks where task_name = ? and task_instance = ?";

    private final QueueDatabase database;
    private final JdbcCustomization dialect;

    QueueTable(QueueDatabase database) {
        this.database = database;
        this.dialect = ask("reach its table", connection -> connection
                        .getMetaData()
                        .getDatabaseProductName()
                        .equals("SQLite"))
                ? new SqliteDialect(database)
                : new PostgreSqlJdbcCustomization(false, false);
    }

    JdbcCustomization dialect() {
        return dialect;
    }

    void add(String runId, Instant due, QueuePriority priority) {
        update("add " + runId, ADD, addition(runId, due, priority));
    }

    /** Adds entries as part of the connection's transaction. */
    void add(Connection connection, Map<String, Instant> dueByRun, QueuePriority priority) {
        try (PreparedStatement batch = connection.prepareStatement(ADD)) {
            for (Map.Entry<String, Instant> run : dueByRun.entrySet()) {
                bind(batch, addition(run.getKey(), run.getValue(), priority));
                batch.addBatch();
            }
            batch.executeBatch();
        } catch (SQLException thrown) {
            String what = dueByRun.size() == 1 ? dueByRun.keySet().iterator().next() : dueByRun.size() + " runs";
            throw failed("add " + what, thrown);
        }
    }

    private static Object[] addition(String runId, Instant due, QueuePriority priority) {
        return new Object[] {TASK, runId, due, false, priority.value(), AGAIN, true};
    }

    /** The heartbeat of an entry that this process has; false if it is no longer ours. */
    boolean heartbeat(String runId, long version, Instant now) {
        return update("renew " + runId, HEARTBEAT, now, TASK, runId, version, true) == 1;
    }

    /** Removes an entry that was worked on; false if the run was enqueued again meanwhile, or is no longer ours. */
    boolean finish(String runId, long version) {
        return update("remove " + runId, FINISH, TASK, runId, version) == 1;
    }

    /** Frees an entry for the next worker when it is due; false if it is no longer ours. */
    boolean putBack(String runId, long version, Instant due, int failures) {
        return update("put back " + runId, PUT_BACK, false, due, failures, TASK, runId, version) == 1;
    }

    /** Frees the entries of this process and of the node's ended ones, except those that a worker still has. */
    void release(QueueHolder node, Set<String> working) {
        String operation = "release what " + node + " held";
        List<Picked> held = query(
                operation,
                PICKED,
                row -> new Picked(row.getString(1), String.valueOf(row.getString(2)), row.getLong(3)),
                TASK,
                true);
        held.stream()
                .filter(entry -> node.mayRelease(entry.holder()) && !working.contains(entry.runId()))
                .forEach(entry -> update(operation, RELEASE, false, TASK, entry.runId(), entry.version()));
    }

    /** Makes every entry that is due after {@code latest} due now, unless a worker has it. */
    int bringForward(Instant latest, Instant now) {
        return update("bring forward what is due after " + latest, BRING_FORWARD, now, TASK, false, latest);
    }

    boolean contains(String runId) {
        return !query("look for " + runId, CONTAINS, row -> true, TASK, runId).isEmpty();
    }

    private int update(String operation, String statement, Object... values) {
        try {
            return database.write(connection -> {
                try (PreparedStatement update = bound(connection, statement, values)) {
                    return update.executeUpdate();
                }
            });
        } catch (ExportFailure thrown) {
            throw failed(operation, thrown); // to be tried again, whatever the ledger takes it for
        }
    }

    private <T> List<T> query(String operation, String statement, Row<T> mapper, Object... values) {
        return ask(operation, connection -> {
            try (PreparedStatement query = bound(connection, statement, values);
                    ResultSet rows = query.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        });
    }

    // The caller closes it.
    private PreparedStatement bound(Connection connection, String statement, Object... values) throws SQLException {
        PreparedStatement bound = connection.prepareStatement(statement);
        bind(bound, values);
        return bound;
    }

    private void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int index = 0; index < values.length; index++) {
            if (values[index] instanceof Instant time) {
                dialect.setInstant(statement, index + 1, time); // each database keeps times in its own form
            } else {
                statement.setObject(index + 1, values[index]);
            }
        }
    }

    private <T> T ask(String operation, QueueDatabase.Work<T> work) {
        try (Connection connection = database.dataSource().getConnection()) {
            return work.with(connection);
        } catch (SQLException thrown) {
            throw failed(operation, thrown);
        }
    }

    private static TransientFailure failed(String operation, Exception thrown) {
        return new TransientFailure(
                FailureCode.QUEUE_FAILED,
                "The run queue could not %s: %s".formatted(operation, thrown.getMessage()),
                "It is retried; check that the ledger's database answers and its disk has room",
                thrown);
    }

    private interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    private record Picked(String runId, String holder, long version) {}
}
