package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.queue.QueueEntry;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresFenceTest extends FenceContract {
    @Override
    LedgerSource freshSource(Path folder) {
        return PostgresServer.ledger();
    }

    /** Its transaction would otherwise last as long as its connection: for hours, where its machine lost its power. */
    @Test
    void aProcessThatStandsStillWithinAWriteDoesNotHoldUpTheTakeover() throws Exception {
        begun("r1");
        QueueEntry next = entry("r1");
        try (Connection frozen = ledger.forQueue().dataSource().getConnection();
                Statement statement = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            statement.executeQuery("select fence from runs where id = 'r1' for share");
            statement.executeUpdate("update runs set error = 'of the frozen one'");

            assertThat(ledger.claims().begin(next).fence()).isEqualTo(2);

            assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
            assertThat(ledger.runs().find("r1").orElseThrow().failure().message())
                    .isNull();
        }
    }
}
