package io.exportroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.FinalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A ledger in one SQLite file, for the owner alone. */
final class SqliteFile {
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private SqliteFile() {}

    /** Creates what is missing, checks what is there, brings the schema up to date, and opens the pool. */
    static HikariDataSource open(LedgerSource source) {
        Path file = source.file();
        try (OpeningLock lock = OpeningLock.of(file, FOLDER, FILE)) {
            checkNotLost(file, lock);
            if (!Files.exists(file)) {
                // SQLite gives its -wal and -shm files the permissions of this one.
                Files.createFile(file, FILE);
            }
            SQLiteDataSource dataSource = dataSource(source);
            check(source, dataSource);
            new Schema(source, dataSource).bringUpToDate();
            lock.remember();
            return Pools.sqlite(dataSource);
        } catch (IOException thrown) {
            throw new FinalFailure(
                    "ledger_unwritable",
                    "The ledger %s cannot be opened: %s".formatted(file, thrown),
                    "Give this user the right to write the ledger file and its folder, and look whether its disk has room",
                    thrown);
        }
    }

    /** Of an empty file SQLite would make a new ledger, and everything that was archived would be archived again. */
    private static void checkNotLost(Path file, OpeningLock lock) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        boolean nothing = !Files.exists(file) || Files.size(file) == 0;
        boolean logged = Files.exists(log) && Files.size(log) > 0;
        if (nothing && (logged || lock.remembers())) {
            throw new FinalFailure(
                    "ledger_damaged",
                    "The ledger %s is %s, though one was made here%s"
                            .formatted(
                                    file, Files.exists(file) ? "empty" : "gone", logged ? ": its log is " + log : ""),
                    DatabaseFailures.REPAIR);
        }
    }

    private static SQLiteDataSource dataSource(LedgerSource source) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl(source.url());
        return dataSource;
    }

    /** Reads every page once, so that a damaged file is met here and not in the middle of a run. */
    private static void check(LedgerSource source, SQLiteDataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma quick_check(1)")) {
            String verdict = result.next() ? result.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw new FinalFailure(
                        "ledger_damaged",
                        "The ledger %s is damaged: %s".formatted(source.file(), verdict),
                        DatabaseFailures.REPAIR);
            }
        } catch (SQLException thrown) {
            throw new DatabaseFailures(source).of("open", thrown);
        }
    }
}
