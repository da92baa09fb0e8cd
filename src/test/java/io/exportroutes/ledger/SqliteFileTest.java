package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    private final Path folder;

    SqliteFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theFileItsCompanionsAndItsFolderAreTheOwnersAlone() throws IOException {
        Path file = folder.resolve("a/state/ledger.db");

        try (Ledger ledger = open(file)) {
            ledger.runs().add(Samples.run("r1"));

            for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.lock")) {
                assertThat(permissions(file.resolveSibling(name))).as(name).isEqualTo("rw-------");
            }
        }
        assertThat(permissions(folder.resolve("a/state"))).isEqualTo("rwx------");
    }

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        Path file = folder.resolve("ledger.db");
        try (Ledger ledger = open(file)) {
            ledger.runs().add(Samples.full("r1"));
        }

        try (Ledger ledger = open(file)) {
            assertThat(ledger.runs().find("r1")).contains(Samples.full("r1"));
        }
    }

    @Test
    void everyConnectionIsDurableAndWaitsItsTurn() throws SQLException {
        try (Ledger ledger = open(folder.resolve("ledger.db"))) {
            HikariDataSource pool = (HikariDataSource) ledger.forQueue().dataSource();
            List<Connection> all = new ArrayList<>();
            while (all.size() < pool.getMaximumPoolSize()) { // each of them is another one, as none is given back
                all.add(pool.getConnection());
            }
            assertThat(all).hasSizeGreaterThan(1);
            for (Connection connection : all) {
                assertDurable(connection);
                connection.close();
            }
        }
    }

    private static void assertDurable(Connection connection) throws SQLException {
        assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
        assertThat(pragma(connection, "synchronous")).isEqualTo("2");
        assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
        assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
    }

    @Test
    void eightThatOpenANewLedgerAtOnceAllGetIt() throws Exception {
        open(folder.resolve("warm.db")).close(); // what is loaded at first use is not what they wait for
        Path file = folder.resolve("ledger.db");

        List<Boolean> added = LedgerContract.atOnce(() -> {
            try (Ledger ledger = open(file)) {
                return ledger.runs().add(Samples.run("r1"));
            }
        });

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    void aFileThatIsNoLedgerIsReportedAndLeftAlone() throws IOException {
        Path file = folder.resolve("ledger.db");
        byte[] bytes =
                "this is not a database, but somebody's notes\n".repeat(50).getBytes("US-ASCII");
        Files.write(file, bytes);

        ExportFailure failure = openFails(file);

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining(file.toString());
        assertThat(failure.code()).isEqualTo("ledger_damaged");
        assertThat(failure.hint()).contains("restore", ".recover");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aDamagedPageIsFoundOnOpening() throws IOException {
        Path file = folder.resolve("ledger.db");
        try (Ledger ledger = open(file)) {
            IntStream.range(0, 200).forEach(index -> ledger.runs().add(Samples.full("r" + index)));
        }
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page = 2; page < pages.length() / 4096; page++) {
                pages.seek(page * 4096);
                pages.write(new byte[100]);
            }
        }
        long size = Files.size(file);

        assertThat(openFails(file).code()).isEqualTo("ledger_damaged");
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void aLedgerThatWasCutIsReportedAndLeftAlone() throws IOException {
        Path file = folder.resolve("ledger.db");
        try (Ledger ledger = open(file)) {
            IntStream.range(0, 200).forEach(index -> ledger.runs().add(Samples.full("r" + index)));
        }
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            pages.setLength(pages.length() / 2);
        }
        byte[] left = Files.readAllBytes(file);

        ExportFailure failure = openFails(file);

        assertThat(failure.code()).isEqualTo("ledger_damaged");
        assertThat(failure.hint()).contains("restore", ".recover");
        assertThat(Files.readAllBytes(file)).isEqualTo(left);
    }

    @Test
    void aLedgerThatWasCutToNothingIsReportedAndNotBegunAnew() throws IOException {
        Path file = folder.resolve("ledger.db");
        open(file).close();
        Files.write(file, new byte[0]);

        ExportFailure failure = openFails(file);

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("empty");
        assertThat(failure.code()).isEqualTo("ledger_damaged");
        assertThat(failure.hint()).contains("restore");
        assertThat(file).isEmptyFile();
    }

    @Test
    void aLedgerThatIsGoneFromBesideItsLogIsReportedAndNotBegunAnew() throws IOException {
        Path file = folder.resolve("ledger.db");
        try (Ledger ledger = open(file)) {
            ledger.runs().add(Samples.run("r1"));
            Files.copy(folder.resolve("ledger.db-wal"), folder.resolve("kept"));
        }
        Files.delete(file);
        Files.move(folder.resolve("kept"), folder.resolve("ledger.db-wal"));

        ExportFailure failure = openFails(file);

        assertThat(failure.code()).isEqualTo("ledger_damaged");
        assertThat(failure).hasMessageContaining("ledger.db-wal");
        assertThat(folder.resolve("ledger.db-wal")).isNotEmptyFile();
    }

    @Test
    void aLedgerWhoseLogIsGoneIsWholeUpToItsLastCheckpoint() throws IOException {
        Path file = folder.resolve("ledger.db");
        Path copy = folder.resolve("copy/ledger.db");
        Files.createDirectories(folder.resolve("copy"));
        try (Ledger ledger = open(file)) {
            ledger.runs().add(Samples.run("r1"));
        }
        try (Ledger ledger = open(file)) {
            ledger.runs().add(Samples.run("r2"));
            Files.copy(file, copy);
        }
        try (Ledger ledger = open(copy)) {
            assertThat(ledger.runs().recent(null, 9)).extracting(Run::id).containsExactly("r1");
        }
    }

    @Test
    void aNewerLedgerIsReportedAndLeftAlone() throws SQLException {
        Path file = folder.resolve("ledger.db");
        open(file).close();
        execute(
                file,
                "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) values (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, 1)");

        ExportFailure failure = openFails(file);

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("schema 99");
        assertThat(failure.code()).isEqualTo("ledger_newer");
    }

    @Test
    void anotherProgramsDatabaseIsReportedAndLeftAlone() throws SQLException {
        Path file = folder.resolve("ledger.db");
        execute(file, "create table bookmarks (url text)");

        ExportFailure failure = openFails(file);

        assertThat(failure.code()).isEqualTo("ledger_schema");
        assertThat(failure.hint()).contains("ledger of this program");
    }

    @Test
    void aFileThatAnotherProcessKeepsLockedIsAPassingFailure() throws SQLException {
        Path file = folder.resolve("ledger.db");
        open(file).close();
        try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement lock = holder.createStatement();
                Connection impatient = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement write = impatient.createStatement()) {
            write.execute("pragma busy_timeout = 1");
            lock.execute("begin immediate");
            SQLException busy = catchThrowableOfType(SQLException.class, () -> write.execute("begin immediate"));

            ExportFailure failure = new DatabaseFailures(LedgerSource.sqlite(file)).of("add run r1", busy);

            assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("add run r1");
            assertThat(failure.code()).isEqualTo("ledger_busy");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsReported() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        ExportFailure failure = openFails(file.resolve("ledger.db"));

        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo("permission_denied");
    }

    private static Ledger open(Path file) {
        return Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC());
    }

    private static ExportFailure openFails(Path file) {
        return catchThrowableOfType(ExportFailure.class, () -> open(file).close());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
