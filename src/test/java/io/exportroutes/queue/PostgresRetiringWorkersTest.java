package io.exportroutes.queue;

import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresRetiringWorkersTest extends RetiringWorkersContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
