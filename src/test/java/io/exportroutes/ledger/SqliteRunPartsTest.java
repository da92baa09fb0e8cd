package io.exportroutes.ledger;

import java.nio.file.Path;

class SqliteRunPartsTest extends RunPartsContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
