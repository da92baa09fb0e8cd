package io.exportroutes.queue;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The ledger's database, for the queue. On SQLite, which has one writer at a time, the queue's writes stand in one line with the
 * ledger's: writers of two kinds would wait for each other by polling.
 */
public interface QueueDatabase {
    /** For reads, and for db-scheduler's own statements. */
    DataSource dataSource();

    /**
     * Writes by one statement, durably; it may be called twice, the first call being rolled back.
     *
     * @throws io.exportroutes.failure.ExportFailure if the work raises it, or if the database does not answer
     */
    <T> T write(Work<T> work);

    /** Statements on one connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }
}
