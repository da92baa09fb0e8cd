package io.exportroutes.deadletter;

import io.exportroutes.ledger.LedgerSource;
import java.nio.file.Path;

class SqliteDeadLettersTest extends DeadLettersContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
