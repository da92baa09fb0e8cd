package io.exportroutes.deadletter;

import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresDeadLettersTest extends DeadLettersContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
