package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** A statement that was used before behaves like a new one. */
class SqliteConnectionsTest {
    private static final String INSERT = "insert into names (id, name) values (?, ?)";
    private static final String SELECT = "select name from names where id >= ? order by id";

    private Connection connection;

    @BeforeEach
    void open(@TempDir Path folder) throws SQLException {
        connection =
                new SqliteConnections(new SQLiteConfig(), "jdbc:sqlite:" + folder.resolve("names.db")).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table names (id integer primary key, name text)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theSameTextIsParsedOnce() throws SQLException {
        PreparedStatement first = connection.prepareStatement(SELECT);
        first.close();

        PreparedStatement second = connection.prepareStatement(SELECT);

        assertThat(second).isSameAs(first);
        assertThat(second.isClosed()).isFalse();
    }

    @Test
    void valuesOfTheLastUseAreGone() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 1);
            insert.setString(2, "one");
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 2);
            insert.executeUpdate();
        }

        assertThat(connection
                        .prepareStatement("select count(*) from names where name is null")
                        .executeQuery()
                        .getInt(1))
                .isOne();
    }

    @Test
    void aBatchThatWasNotExecutedIsGone() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 1, "one");
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 2, "two");
            add(insert, 3, "three");
            assertThat(insert.executeBatch()).containsExactly(1, 1);
        }

        assertThat(names(1)).containsExactly("two", "three");
    }

    @Test
    void oneWithinTheOtherDoesNotDisturbIt() throws SQLException {
        fill();
        try (PreparedStatement outer = connection.prepareStatement(SELECT)) {
            outer.setInt(1, 1);
            ResultSet rows = outer.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(names(2)).containsExactly("two", "three");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("two");
        }
        assertThat(names(3)).containsExactly("three");
    }

    /** A query whose rows were not read to their end would hold up the writers. */
    @Test
    void whatIsClosedInItsMiddleHoldsNothingUp() throws SQLException {
        fill();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 1);
            select.executeQuery().next();
        }
        try (Statement drop = connection.createStatement()) {
            drop.execute("drop table names"); // refused while a statement reads
        }
    }

    @Test
    void oneThatFailedIsUsableAgain() throws SQLException {
        fill();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 3);
            assertThatThrownBy(insert::executeUpdate).isInstanceOf(SQLException.class);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 4, "four");
            insert.executeBatch();
        }
        assertThat(names(4)).containsExactly("four");
    }

    @Test
    void aChangedTableIsSeen() throws SQLException {
        fill();
        names(1);
        try (Statement change = connection.createStatement()) {
            change.execute("drop table names");
            change.execute("create table names (name text, id integer)");
            change.execute("insert into names (id, name) values (7, 'seven')");
        }
        assertThat(names(1)).containsExactly("seven");
    }

    @Test
    void closingTwiceOrAfterTheConnectionIsHarmless() throws SQLException {
        PreparedStatement select = connection.prepareStatement(SELECT);
        select.close();
        select.close();
        assertThat(select.isClosed()).isTrue();
        PreparedStatement late = connection.prepareStatement(SELECT);
        connection.close();
        late.close();
        assertThat(late.isClosed()).isTrue();
    }

    /** Lists of ids make a text for each length. */
    @Test
    void aThousandTextsAreNotAllKept() throws SQLException {
        PreparedStatement first = connection.prepareStatement("select 0");
        first.close();
        for (int number = 1; number <= 1000; number++) {
            connection.prepareStatement("select " + number).close();
        }
        assertThat(connection.prepareStatement("select 0")).isNotSameAs(first);
    }

    private void fill() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 1, "one");
            add(insert, 2, "two");
            add(insert, 3, "three");
            insert.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, int id, String name) throws SQLException {
        insert.setInt(1, id);
        insert.setString(2, name);
        insert.addBatch();
    }

    private List<String> names(int from) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, from);
            ResultSet rows = select.executeQuery();
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
