package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.Background;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PostgresHistoryTest extends HistoryContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }

    @Test
    void aRunThatAnotherNodeReopensMeanwhileStays() throws Exception {
        add("r1", "sweep", OLD, RunState.PARTIAL);
        add("r2", "sweep", OLD.plusSeconds(1), RunState.SUCCEEDED);
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update runs set state = 'QUEUED', finished_at = null where id = 'r1'");
            CompletableFuture<Integer> forgotten =
                    Background.call(() -> ledger.history().forget(BEFORE, () -> true));
            Awaitility.await().until(() -> somebodyWaits(statement));
            connection.commit();

            assertThat(forgotten.get()).isZero();
        }
        assertThat(state("r1")).isEqualTo(RunState.QUEUED);
    }

    private static boolean somebodyWaits(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }
}
