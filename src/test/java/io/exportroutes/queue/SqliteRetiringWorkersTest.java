package io.exportroutes.queue;

import io.exportroutes.ledger.LedgerSource;
import java.nio.file.Path;

class SqliteRetiringWorkersTest extends RetiringWorkersContract {
    @Override
    public LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
