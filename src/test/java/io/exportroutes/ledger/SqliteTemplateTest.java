package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** {@code mvn -B -q test -Dtest=SqliteTemplateTest -Dledger.template=write} makes the script anew, after a new migration. */
class SqliteTemplateTest {
    private static final Path SCRIPT = Path.of("src/main/resources/io/exportroutes/ledger", SqliteTemplate.SCRIPT);

    private static final String HISTORY =
            "installed_rank, version, description, type, script, checksum, installed_by, success";

    @TempDir
    Path folder;

    @Test
    void theScriptIsWhatTheMigrationsMake() throws Exception {
        List<String> statements = migrated();
        String script = "-- Made from the migrations by SqliteTemplateTest; do not edit.\n"
                + String.join(";\n", statements) + ";\n";
        if ("write".equals(System.getProperty("ledger.template"))) {
            Files.writeString(SCRIPT, script);
        }

        assertThat(SCRIPT).hasContent(script);
    }

    @Test
    void aNewLedgerIsWhatTheMigrationsMake() throws Exception {
        Path file = folder.resolve("new.db");
        Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC()).close();

        assertThat(statements(file)).isEqualTo(migrated());
        assertThat(pragmas(file)).isEqualTo(pragmas(folder.resolve("migrated.db")));
    }

    /** Flyway finds nothing to do, and refuses nothing, when the next migration comes. */
    @Test
    void flywayTakesItForItsOwn() throws Exception {
        Path file = folder.resolve("new.db");
        Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC()).close();
        List<String> before = statements(file);

        schema(file).migrate();

        assertThat(statements(file)).isEqualTo(before);
    }

    @Test
    void whatIsNotEmptyIsLeftToFlyway() throws Exception {
        Path file = folder.resolve("other.db");
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table of_another_program (id integer)");
        }

        assertThat(SqliteTemplate.fill(LedgerSource.sqlite(file), dataSource(file)))
                .isFalse();
        assertThat(statements(file)).hasSize(1);
    }

    private List<String> migrated() throws SQLException, IOException {
        Path file = folder.resolve("migrated.db");
        schema(file).migrate();
        return statements(file);
    }

    private static Schema schema(Path file) {
        return new Schema(LedgerSource.sqlite(file), dataSource(file));
    }

    private static SQLiteDataSource dataSource(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static List<String> pragmas(Path file) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String pragma : List.of("user_version", "application_id", "encoding", "page_size", "auto_vacuum")) {
            values.addAll(query(file, "pragma " + pragma));
        }
        return values;
    }

    /** Everything in the file, but when it was made, as statements that make it again. */
    private static List<String> statements(Path file) throws SQLException {
        List<String> all = new ArrayList<>(query(
                file, "select sql from sqlite_master where sql is not null and name not like 'sqlite~_%' escape '~'"));
        for (String table : query(file, "select name from sqlite_master where type = 'table'")) {
            if (table.equals("flyway_schema_history")) {
                all.addAll(rows(file, table, HISTORY));
            } else {
                assertThat(query(file, "select 1 from " + table)).as(table).isEmpty();
            }
        }
        return all;
    }

    private static List<String> rows(Path file, String table, String columns) throws SQLException {
        String values = columns.replaceAll("\\w+", "quote($0)").replace(", ", " || ', ' || ");
        return query(
                file,
                "select 'insert into \"%s\" (%s, execution_time) values (' || %s || ', 0)' from %s"
                        .formatted(table, columns, values, table));
    }

    private static List<String> query(Path file, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
