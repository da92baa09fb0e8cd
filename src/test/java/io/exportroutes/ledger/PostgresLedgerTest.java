package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.PostgresServer;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresLedgerTest {
    @Test
    void eightNodesThatOpenANewLedgerAtOnceAllGetIt() throws Exception {
        LedgerSource source = PostgresServer.empty();

        List<Boolean> added = LedgerContract.atOnce(() -> {
            try (Ledger ledger = Ledger.open(source, Clock.systemUTC())) {
                return ledger.runs().add(Samples.run("r1"));
            }
        });

        assertThat(added).containsOnlyOnce(true);
    }

    /**
     * How a server keeps its promises to a disk is its own affair, and the tests' one forgets (fsync=off) for speed; that we
     * wait for its promise is ours.
     */
    @Test
    void aCommitWaitsForWhatTheServerPromises() throws SQLException {
        try (HikariDataSource pool = ConnectionPools.postgresql(PostgresServer.ledger());
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery(
                        "select source, setting = reset_val from pg_settings where name = 'synchronous_commit'")) {
            assertThat(setting.next()).isTrue();
            assertThat(setting.getString(1)).as("who set it").isNotIn("session", "client");
            assertThat(setting.getBoolean(2)).as("as it was given").isTrue();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsAPassingFailure() throws IOException {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // a port that nobody else can take
            String url = "jdbc:postgresql://127.0.0.1:" + taken.getLocalPort() + "/x?password=hush";

            ExportFailure failure = openFails(new LedgerSource(url, "u", new Secret("hush")));

            assertThat(failure).isInstanceOf(TransientFailure.class);
            assertThat(failure.code()).isEqualTo("ledger_unreachable");
            assertThat(failure.toString()).doesNotContain("hush");
        }
    }

    /** As of a process that was frozen within a write: it may still be the one that has the run. */
    @Test
    void aTransactionThatTheServerEndedIsAPassingFailure() {
        LedgerSource source = PostgresServer.empty();
        try (HikariDataSource pool = ConnectionPools.postgresql(source)) {
            Database database = new Database(source, pool, Clock.systemUTC());

            ExportFailure failure = catchThrowableOfType(
                    ExportFailure.class,
                    () -> database.write("stand still", handle -> {
                        long session = handle.createQuery("select pg_backend_pid()")
                                .mapTo(Long.class)
                                .one();
                        handle.execute("set idle_in_transaction_session_timeout = '1ms'");
                        Awaitility.await().until(() -> isOver(database, session));
                        return handle.execute("select 1");
                    }));

            assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("idle-in-transaction");
            assertThat(failure.code()).isEqualTo("ledger_unreachable");
        }
    }

    private static boolean isOver(Database database, long session) {
        return database.read("look", handle -> handle.createQuery("select 1 from pg_stat_activity where pid = :pid")
                .bind("pid", session)
                .mapTo(Integer.class)
                .findOne()
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25P03", "25P04", "57P01", "57P02", "57P03", "57P05", "08006", "53300"})
    void aSessionThatTheServerEndedOrRefusedIsAPassingFailure(String state) {
        DatabaseFailures failures = new DatabaseFailures(new LedgerSource("jdbc:postgresql://x/y", null, null));

        assertThat(failures.of("write", new SQLException("ended", state))).isInstanceOf(TransientFailure.class);
    }

    @Test
    void aDatabaseThatIsNotThereIsFinal() {
        LedgerSource known = PostgresServer.empty();

        ExportFailure failure = openFails(new LedgerSource(known.url() + "_not", known.username(), null));

        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo("ledger_missing");
    }

    @Test
    void aUrlOfNoKnownKindIsFinal() {
        assertThat(openFails(new LedgerSource("jdbc:h2:mem:x", null, null)).code())
                .isEqualTo("ledger_url");
    }

    @Test
    void theSourceShowsNoOption() {
        assertThat(new LedgerSource("jdbc:postgresql://h/d?password=hush", "u", new Secret("hush")))
                .hasToString("jdbc:postgresql://h/d");
    }

    private static ExportFailure openFails(LedgerSource source) {
        return catchThrowableOfType(ExportFailure.class, () -> Ledger.open(source, Clock.systemUTC())
                .close());
    }
}
