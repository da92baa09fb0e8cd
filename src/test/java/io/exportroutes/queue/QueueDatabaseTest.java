package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.LedgerSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database that refuses the queue's writes. */
class QueueDatabaseTest extends QueueContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }

    /** The queue's threads go on after it, as after any other of the database. */
    @Test
    void aFailureThatTheLedgerTakesForPermanentIsTriedAgain() {
        QueueDatabase refusing = new QueueDatabase() {
            @Override
            public DataSource dataSource() {
                return ledger.forQueue().dataSource();
            }

            @Override
            public <T> T write(Work<T> work) {
                throw new PermanentFailure(FailureCode.LEDGER_FAILED, "not allowed", "Allow it.");
            }
        };

        assertThatThrownBy(() -> new RunQueue(refusing, "node", QUICK).enqueue("r1", PAST))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("could not add r1: not allowed");
    }
}
