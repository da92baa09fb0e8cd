package io.exportroutes.ledger;

import java.nio.file.Path;

class SqliteRebuildTest extends RebuildContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
