package io.exportroutes.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What Flyway makes of an empty SQLite file, its history included, as one script: a first start need not wait for Flyway, which
 * takes a third of a second. A test makes the script from the migrations and compares.
 */
final class SqliteTemplate {
    /** Beside this class. */
    static final String SCRIPT = "ledger-template.sql";

    private SqliteTemplate() {}

    /**
     * Makes a ledger of an empty file, durably and in one transaction.
     *
     * @return false, with nothing done, if there is anything in the file
     * @throws io.exportroutes.failure.ExportFailure if the file cannot be read or written
     */
    static boolean fill(LedgerSource source, DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                if (!isEmpty(statement)) {
                    return false;
                }
                statement.executeUpdate(script());
            }
            connection.commit();
            return true;
        } catch (SQLException thrown) {
            throw new DatabaseFailures(source).of("create its schema", thrown);
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select 1 from sqlite_master limit 1")) {
            return !rows.next();
        }
    }

    private static String script() {
        try (@Nullable InputStream script = SqliteTemplate.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("The program is incomplete: it has no " + SCRIPT);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
