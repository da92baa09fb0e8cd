package io.exportroutes.ledger;

import java.nio.file.Path;

class SqlitePeriodsTest extends PeriodsContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
