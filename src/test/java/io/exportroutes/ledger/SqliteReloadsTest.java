package io.exportroutes.ledger;

import java.nio.file.Path;

class SqliteReloadsTest extends ReloadsContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
