package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** What the run queue asks of db-scheduler's table beyond what db-scheduler offers. */
final class QueueTable {
    /** The name of db-scheduler's task; an instance of it is a run's id. */
    static final String TASK = "run";

    private static final byte[] AGAIN = {1};

    /** An entry that a worker has in hand is marked, so that {@link #finish} hands it out once more. */
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

    private static final String HOLDS = "select 1 from scheduled_tasks where task_name = ? and task_instance = ?";

    private final DataSource dataSource;
    private final JdbcCustomization dialect;

    QueueTable(DataSource dataSource) {
        this.dataSource = dataSource;
        this.dialect = ask("reach its table", connection -> connection
                        .getMetaData()
                        .getDatabaseProductName()
                        .equals("SQLite"))
                ? new SqliteDialect()
                : new PostgreSqlJdbcCustomization(false, false);
    }

    JdbcCustomization dialect() {
        return dialect;
    }

    void add(String runId, Instant due, QueuePriority priority) {
        ask("take in " + runId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ADD)) {
                statement.setString(1, TASK);
                statement.setString(2, runId);
                dialect.setInstant(statement, 3, due);
                statement.setBoolean(4, false);
                statement.setInt(5, priority.value());
                statement.setBytes(6, AGAIN);
                statement.setBoolean(7, true);
                return statement.executeUpdate();
            }
        });
    }

    /** A sign of life of an entry that is in hand without a worker; false where it is no longer ours. */
    boolean heartbeat(String runId, long version, Instant now) {
        return ask("keep " + runId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(HEARTBEAT)) {
                dialect.setInstant(statement, 1, now);
                statement.setString(2, TASK);
                statement.setString(3, runId);
                statement.setLong(4, version);
                statement.setBoolean(5, true);
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Removes an entry that was worked on; false where it was asked for again meanwhile, or is no longer ours. */
    boolean finish(String runId, long version) {
        return ask("remove " + runId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FINISH)) {
                statement.setString(1, TASK);
                statement.setString(2, runId);
                statement.setLong(3, version);
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Makes an entry free to be handed out again when due; false where it is no longer ours. */
    boolean putBack(String runId, long version, Instant due, int failures) {
        return ask("put back " + runId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PUT_BACK)) {
                statement.setBoolean(1, false);
                dialect.setInstant(statement, 2, due);
                statement.setInt(3, failures);
                statement.setString(4, TASK);
                statement.setString(5, runId);
                statement.setLong(6, version);
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Makes what the node's ended processes, or this one, hold free again, except what a worker still has in hand. */
    void release(QueueHolder node, Set<String> inHand) {
        ask("release what " + node + " held", connection -> {
            for (Picked entry : picked(connection)) {
                if (node.mayRelease(entry.holder()) && !inHand.contains(entry.runId())) {
                    release(connection, entry);
                }
            }
            return true;
        });
    }

    /** Makes what is due after the latest time due now, unless a worker has it in hand. */
    int bringForward(Instant latest, Instant now) {
        return ask("bring forward what is due after " + latest, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BRING_FORWARD)) {
                dialect.setInstant(statement, 1, now);
                statement.setString(2, TASK);
                statement.setBoolean(3, false);
                dialect.setInstant(statement, 4, latest);
                return statement.executeUpdate();
            }
        });
    }

    private static List<Picked> picked(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PICKED)) {
            statement.setString(1, TASK);
            statement.setBoolean(2, true);
            List<Picked> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Picked(rows.getString(1), String.valueOf(rows.getString(2)), rows.getLong(3)));
                }
            }
            return entries;
        }
    }

    private static void release(Connection connection, Picked entry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setBoolean(1, false);
            statement.setString(2, TASK);
            statement.setString(3, entry.runId());
            statement.setLong(4, entry.version());
            statement.executeUpdate();
        }
    }

    boolean holds(String runId) {
        return ask("look for " + runId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(HOLDS)) {
                statement.setString(1, TASK);
                statement.setString(2, runId);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    private <T> T ask(String operation, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException thrown) {
            throw new TransientFailure(
                    FailureCode.QUEUE_FAILED,
                    "The run queue could not %s: %s".formatted(operation, thrown.getMessage()),
                    "It is retried; see whether the ledger's database answers and its disk has room",
                    thrown);
        }
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private record Picked(String runId, String holder, long version) {}
}
