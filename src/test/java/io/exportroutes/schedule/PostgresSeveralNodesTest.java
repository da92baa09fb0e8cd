package io.exportroutes.schedule;

import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;

class PostgresSeveralNodesTest extends SeveralNodesContract {
    @Override
    public LedgerSource source(Path folder) {
        return PostgresServer.ledger();
    }
}
