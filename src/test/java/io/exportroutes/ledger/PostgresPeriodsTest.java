package io.exportroutes.ledger;

import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresPeriodsTest extends PeriodsContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
