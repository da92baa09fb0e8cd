package io.exportroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A ledger in one SQLite file, for the owner alone, while it is open. */
final class SqliteFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(60);
    private static final Duration LONGEST_LEAVING = Duration.ofSeconds(5);

    private final LedgerSource source;
    private final LockFile lock;
    private final LastClose lastClose;
    private final HikariDataSource pool;

    private SqliteFile(LedgerSource source, LockFile lock) throws IOException {
        this.source = source;
        this.lock = lock;
        this.lastClose = new LastClose(source.file(), lock);
        this.pool = open();
    }

    /**
     * Creates what is missing, checks what is there, brings the schema up to date, and opens the pool. The whole file is read
     * only if no process has it open and it is not as its last user left it: after a kill or a power failure, or if
     * another program wrote it.
     */
    static SqliteFile open(LedgerSource source) {
        Path file = source.file();
        NativeLibrary.find();
        try {
            LockFile lock = LockFile.of(file);
            try (FileLock turn = lock.awaitTurn(LONGEST_OPENING)) {
                return new SqliteFile(source, lock);
            } catch (IOException | RuntimeException thrown) {
                lock.close();
                throw thrown;
            }
        } catch (IOException thrown) {
            throw new DatabaseFailures(source).of("open", thrown);
        }
    }

    private HikariDataSource open() throws IOException {
        Path file = source.file();
        checkNotLost(file);
        if (!Files.exists(file)) {
            // SQLite gives its -wal and -shm files the permissions of this one.
            OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        }
        boolean alone = lock.isUnused();
        boolean clean = !alone || lastClose.wasClean();
        SQLiteDataSource dataSource = dataSource(source);
        // While one connection is open, the others need not create the -wal and -shm files again.
        try (Connection first = dataSource.getConnection()) {
            if (!clean) {
                check(first);
            }
            new Schema(source, dataSource).bringUpToDate();
            lock.remember();
            lastClose.opened(alone);
            return ConnectionPools.sqlite(dataSource);
        } catch (SQLException thrown) {
            throw new DatabaseFailures(source).of("open", thrown);
        }
    }

    HikariDataSource pool() {
        return pool;
    }

    /** SQLite would make a new ledger of an empty file, and every export would be archived again. */
    private void checkNotLost(Path file) throws IOException {
        boolean nothing = !Files.exists(file) || Files.size(file) == 0;
        boolean logged = lastClose.isLogged();
        if (nothing && (logged || lock.remembers())) {
            throw new PermanentFailure(
                    FailureCode.LEDGER_DAMAGED,
                    "The ledger %s is %s, although one was created here%s"
                            .formatted(
                                    file,
                                    Files.exists(file) ? "empty" : "gone",
                                    logged ? ": its log is " + lastClose.log() : ""),
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
        return new SqliteConnections(config, source.url());
    }

    /** Reads every page once, so that damage shows here and not in the middle of a run. */
    private void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma quick_check(1)")) {
            String verdict = result.next() ? result.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw new PermanentFailure(
                        FailureCode.LEDGER_DAMAGED,
                        "The ledger %s is damaged: %s".formatted(source.file(), verdict),
                        DatabaseFailures.REPAIR);
            }
        }
    }

    @Override
    public void close() {
        // An interrupted thread may not use the lock's file.
        boolean interrupted = Thread.interrupted();
        try (LockFile closing = lock) {
            pool.close();
            try (FileLock turn = lock.awaitTurn(LONGEST_LEAVING)) {
                lastClose.closed();
            }
        } catch (IOException | TransientFailure thrown) {
            LOG.warn(
                    "The note that the ledger {} was closed could not be written; its next opening reads all of it: {}",
                    source.file(),
                    thrown.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
