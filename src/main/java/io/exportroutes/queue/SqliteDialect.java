package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * SQLite with picking in one statement, as PostgreSQL has it: db-scheduler then takes no more than it has workers for, where
 * its other way reads ahead on each poll and drops what it cannot begin.
 */
final class SqliteDialect extends SqliteJdbcCustomization {
    private static final String PICK = """
            update scheduled_tasks set picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1
            where (task_name, task_instance) in (
              select task_name, task_instance from scheduled_tasks
              where task_name = ? and picked = ? and execution_time <= ?
              order by priority desc, execution_time limit ?)
            returning *""";

    private final QueueDatabase database;

    SqliteDialect(QueueDatabase database) {
        this.database = database;
    }

    @Override
    public boolean supportsSingleStatementLockAndFetch() {
        return true;
    }

    /** In one line with the ledger's writers. */
    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        return database
                .write(connection -> {
                    try (PreparedStatement pick = connection.prepareStatement(PICK)) {
                        pick.setBoolean(1, true);
                        pick.setString(2, context.schedulerName.getName());
                        setInstant(pick, 3, now);
                        pick.setString(4, QueueTable.TASK);
                        pick.setBoolean(5, false);
                        setInstant(pick, 6, now);
                        pick.setInt(7, limit);
                        try (ResultSet rows = pick.executeQuery()) {
                            return context.resultSetMapper.get().map(rows);
                        }
                    }
                })
                .stream()
                .sorted(Comparator.comparing(Execution::getExecutionTime))
                .toList();
    }
}
