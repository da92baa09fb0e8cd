package io.exportroutes.ledger;

import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresRebuildTest extends RebuildContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }
}
