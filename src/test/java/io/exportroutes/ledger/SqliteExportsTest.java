package io.exportroutes.ledger;

import java.nio.file.Path;

class SqliteExportsTest extends ExportsContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
