package io.exportroutes.ledger;

import java.nio.file.Path;
import java.util.Map;

class SqliteOlderLedgerTest extends OlderLedgerContract {
    @Override
    LedgerSource emptySource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("ledger.db"));
    }

    @Override
    Map<String, String> types() {
        return Map.of("bytes", "blob", "flag", "integer", "instant", "integer");
    }
}
