package io.exportroutes.ledger;

import java.nio.file.Path;

class SqliteRunsTogetherTest extends RunsTogetherContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return LedgerSource.sqlite(folder.resolve("state/ledger.db"));
    }
}
