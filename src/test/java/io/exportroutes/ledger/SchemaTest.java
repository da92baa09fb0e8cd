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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SchemaTest {
    /** Script and checksum of each migration, as the histories of ledgers out there have them. */
    private static final List<String> HISTORY = List.of(
            "V1__ledger.sql -2065590113",
            "V2__schedules.sql -786232243",
            "V3__fence.sql -741612218",
            "V4__failed_runs.sql -830777857",
            "V5__truthful_states.sql 1487839111",
            "V6__what_older_versions_left.sql 325631766",
            "V7__base_directories.sql -2060332525");

    /** Flyway is not asked where the history shows this version, so that the number must be the last file's. */
    @Test
    void theVersionIsThatOfTheLastMigration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources", Schema.MIGRATIONS))) {
            int last = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();

            assertThat(Schema.VERSION).isEqualTo(last);
        }
    }

    /** Otherwise Flyway would refuse each ledger that was made before. */
    @Test
    void whatAnOlderLedgerHasInItsHistoryIsWhatThisProgramHas(@TempDir Path folder) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
        SQLiteDataSource empty = new SQLiteDataSource();
        empty.setUrl(url);
        new Schema(LedgerSource.sqlite(folder.resolve("ledger.db")), empty).migrate();

        List<String> history = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select script || ' ' || checksum from flyway_schema_history"
                        + " where version is not null order by installed_rank")) {
            while (rows.next()) {
                history.add(rows.getString(1));
            }
        }

        assertThat(history).startsWith(HISTORY.toArray(String[]::new));
    }
}
