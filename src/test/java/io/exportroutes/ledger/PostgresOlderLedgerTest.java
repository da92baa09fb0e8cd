package io.exportroutes.ledger;

import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;
import java.util.Map;

class PostgresOlderLedgerTest extends OlderLedgerContract {
    @Override
    LedgerSource emptySource(Path folder) {
        return PostgresServer.empty();
    }

    @Override
    Map<String, String> types() {
        return Map.of("bytes", "bytea", "flag", "boolean", "instant", "timestamp with time zone");
    }
}
