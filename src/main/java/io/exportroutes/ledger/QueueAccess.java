package io.exportroutes.ledger;

import io.exportroutes.queue.QueueDatabase;
import javax.sql.DataSource;

/** The ledger's database as the run queue uses it. */
record QueueAccess(DataSource dataSource, Database database) implements QueueDatabase {
    @Override
    public <T> T write(Work<T> work) {
        return database.statement("write the run queue", work);
    }
}
