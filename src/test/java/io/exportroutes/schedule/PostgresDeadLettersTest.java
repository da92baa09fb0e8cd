package io.exportroutes.schedule;

import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresDeadLettersTest extends DeadLettersContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
