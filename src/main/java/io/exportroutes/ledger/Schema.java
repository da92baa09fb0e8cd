package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema of the ledger, brought up to date by Flyway. Flyway is called only where something is to be done: its history
 * table says whether the schema is the one this program knows, and asking it costs a hundredth of Flyway's start. An empty
 * SQLite file becomes a ledger without it ({@link SqliteTemplate}).
 */
final class Schema {
    /** The number of the last file in {@link #MIGRATIONS}; a test compares them. */
    static final int VERSION = 17;

    /**
     * A place of our own: an application that takes this jar keeps its own migrations at Flyway's default one. Flyway's history
     * identifies scripts by name and checksum, not by folder, so ledgers that were migrated from another folder still work.
     */
    static final String MIGRATIONS = "io/exportroutes/ledger/migration";

    private static final Map<String, String> SQLITE_TYPES =
            Map.of("bytes", "blob", "flag", "integer", "instant", "integer");
    private static final Map<String, String> POSTGRESQL_TYPES =
            Map.of("bytes", "bytea", "flag", "boolean", "instant", "timestamp with time zone");

    private final LedgerSource source;
    private final DataSource dataSource;

    Schema(LedgerSource source, DataSource dataSource) {
        this.source = source;
        this.dataSource = dataSource;
    }

    void bringUpToDate() {
        int version = version();
        if (version > VERSION) {
            throw new PermanentFailure(
                    FailureCode.LEDGER_NEWER,
                    "The ledger %s has schema %d, and this program knows %d"
                            .formatted(source.shown(), version, VERSION),
                    "Run the version of this program that wrote it, or a later one; the ledger was not changed");
        }
        if (version < VERSION && !(source.isSqlite() && SqliteTemplate.fill(source, dataSource))) {
            migrate();
        }
    }

    /** The version in Flyway's history; 0 if there is none, or where a migration failed half-way. */
    private int version() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "select version, success from flyway_schema_history where version is not null")) {
                int latest = 0;
                boolean complete = true;
                while (rows.next()) {
                    latest = Math.max(latest, Integer.parseInt(rows.getString(1)));
                    complete &= rows.getBoolean(2);
                }
                return complete || latest > VERSION ? latest : 0;
            } catch (SQLException thrown) {
                if (isMissingTable(thrown)) {
                    return 0;
                }
                throw thrown;
            }
        } catch (SQLException thrown) {
            throw new DatabaseFailures(source).of("read its version", thrown);
        }
    }

    private static boolean isMissingTable(SQLException thrown) {
        return "42P01".equals(thrown.getSQLState())
                || String.valueOf(thrown.getMessage()).contains("no such table");
    }

    /** By Flyway, whatever there is. */
    void migrate() {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:" + MIGRATIONS)
                    .failOnMissingLocations(true)
                    // Flyway's lock would idle in one transaction while it works in another, and be ended by the idle
                    // timeout.
                    .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                    .placeholders(source.isSqlite() ? SQLITE_TYPES : POSTGRESQL_TYPES)
                    .load()
                    .migrate();
        } catch (FlywayException thrown) {
            if (DatabaseFailures.sqlException(thrown) != null) {
                throw new DatabaseFailures(source).of("bring its schema up to date", thrown);
            }
            throw new PermanentFailure(
                    FailureCode.LEDGER_SCHEMA,
                    "The ledger %s could not be brought to schema %d: %s"
                            .formatted(source.shown(), VERSION, StoredText.error(thrown.getMessage())),
                    "Check that it is a ledger of this program and that its user may create tables; else restore it from a backup"
                            + " where a former attempt broke off",
                    thrown);
        }
    }
}
