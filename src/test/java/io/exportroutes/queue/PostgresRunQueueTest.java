package io.exportroutes.queue;

import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresRunQueueTest extends RunQueueContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
