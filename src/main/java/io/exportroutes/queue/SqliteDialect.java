package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * SQLite with picking in one statement, as PostgreSQL has it: db-scheduler then takes no more than it has workers for, where
 * its other way reads ahead on each poll and drops what it cannot begin.
 */
final class SqliteDialect extends SqliteJdbcCustomization {
    @Override
    public boolean supportsSingleStatementLockAndFetch() {
        return true;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        String pick = """
                update scheduled_tasks set picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1
                where (task_name, task_instance) in (
                  select task_name, task_instance from scheduled_tasks
                  where task_name = ? and picked = ? and execution_time <= ?
                  order by coalesce(priority, 50) desc, execution_time limit ?)
                returning *""";
        return context
                .jdbcRunner
                .query(
                        pick,
                        statement -> {
                            statement.setBoolean(1, true);
                            statement.setString(2, context.schedulerName.getName());
                            setInstant(statement, 3, now);
                            statement.setString(4, QueueTable.TASK);
                            statement.setBoolean(5, false);
                            setInstant(statement, 6, now);
                            statement.setInt(7, limit);
                        },
                        context.resultSetMapper.get())
                .stream()
                .sorted(Comparator.comparing(Execution::getExecutionTime))
                .toList();
    }
}
