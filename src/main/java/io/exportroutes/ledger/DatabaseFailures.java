package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Classifies failures of the database: transient or permanent, and the remedy. */
final class DatabaseFailures {
    /** How to get a ledger back, the same words wherever a damaged one is met. */
    static final String REPAIR =
            "Stop every process that uses it, keep a copy, then restore the file from a backup or repair it"
                    + " with: sqlite3 FILE .recover. Without the ledger it is unknown which exports are archived; to start over, move FILE and"
                    + " all whose names begin like it (-wal, -shm, .lock) away";

    private static final String ROOM = "Free space on the disk of the state folder";
    private static final String ALLOW = "Allow this user to write the ledger file and its folder";
    private static final String UNDERSTAND = "Report it with this message; nothing was changed";
    /** Lost against another transaction; the database is read-only at the moment; the server ended a slow transaction. */
    private static final Set<String> PASSING_STATES = Set.of("40001", "40P01", "55P03", "25006", "25P03", "25P04");
    /** No connection, no resources, and whatever an operator or the server did to the session (57P01 to 57P05). */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57");

    private final boolean sqlite;
    private final String shown;

    DatabaseFailures(LedgerSource source) {
        this.sqlite = source.isSqlite();
        this.shown = source.shown();
    }

    ExportFailure of(String operation, RuntimeException thrown) {
        SQLException cause = sqlException(thrown);
        if (cause == null) {
            return new PermanentFailure(
                    FailureCode.LEDGER_FAILED,
                    sentence(operation, String.valueOf(thrown.getMessage())),
                    UNDERSTAND,
                    thrown);
        }
        return of(operation, cause);
    }

    ExportFailure of(String operation, SQLException cause) {
        String message = sentence(operation, String.valueOf(cause.getMessage()));
        if (cause instanceof SQLTransientException) {
            return new TransientFailure(
                    FailureCode.LEDGER_BUSY, message, "It is retried; check that the database answers", cause);
        }
        return sqlite ? ofSqlite(message, cause) : ofPostgresql(message, cause);
    }

    /** Of a file that is opened or locked without SQLite. */
    ExportFailure of(String operation, IOException cause) {
        String message = sentence(operation, cause.toString());
        return message.contains("No space left") || message.contains("quota")
                ? new TransientFailure(FailureCode.DISK_FULL, message, ROOM, cause)
                : new PermanentFailure(FailureCode.PERMISSION_DENIED, message, ALLOW, cause);
    }

    private String sentence(String operation, String reason) {
        return "The ledger %s could not %s: %s".formatted(shown, operation, reason);
    }

    /** By SQLite's primary result codes. */
    private static ExportFailure ofSqlite(String message, SQLException cause) {
        if (isFull(cause)) {
            return new TransientFailure(FailureCode.DISK_FULL, message, ROOM, cause);
        }
        return switch (cause.getErrorCode()) {
            case 5, 6 ->
                new TransientFailure(
                        FailureCode.LEDGER_BUSY,
                        message,
                        "Another process keeps the file locked; the write is retried",
                        cause);
            case 10 ->
                new TransientFailure(
                        FailureCode.IO_ERROR,
                        message,
                        "Check the disk of the state folder, and this user's quota and limit of file size",
                        cause);
            case 11, 26 -> new PermanentFailure(FailureCode.LEDGER_DAMAGED, message, REPAIR, cause);
            case 3, 8, 14, 23 -> new PermanentFailure(FailureCode.PERMISSION_DENIED, message, ALLOW, cause);
            default -> new PermanentFailure(FailureCode.LEDGER_FAILED, message, UNDERSTAND, cause);
        };
    }

    /** If its shared memory cannot grow, SQLite does not report a full disk. */
    private static boolean isFull(SQLException cause) {
        return cause.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code
                || cause instanceof SQLiteException exception
                        && exception.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    private static ExportFailure ofPostgresql(String message, SQLException cause) {
        String state = Objects.requireNonNullElse(cause.getSQLState(), "     ");
        if (PASSING_STATES.contains(state) || PASSING_CLASSES.contains(state.substring(0, 2))) {
            return new TransientFailure(
                    FailureCode.LEDGER_UNREACHABLE, message, "It is retried; check that it is running", cause);
        }
        return switch (state.substring(0, 2)) {
            case "28" ->
                new PermanentFailure(
                        FailureCode.LOGIN_REFUSED, message, "Correct the ledger's user and password", cause);
            case "3D" ->
                new PermanentFailure(
                        FailureCode.LEDGER_MISSING, message, "Create the database, or correct its name", cause);
            case "42" ->
                new PermanentFailure(
                        FailureCode.LEDGER_FAILED, message, "Give the user all rights on the ledger's schema", cause);
            default -> new PermanentFailure(FailureCode.LEDGER_FAILED, message, UNDERSTAND, cause);
        };
    }

    /** The innermost SQLException that says what happened, or null. */
    static @Nullable SQLException sqlException(Throwable thrown) {
        SQLException found = null;
        for (Throwable current = thrown; current != null; current = current.getCause()) {
            if (current instanceof SQLException exception) {
                found = exception;
            }
        }
        return found;
    }
}
