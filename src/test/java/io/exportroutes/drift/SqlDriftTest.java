package io.exportroutes.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two schemas in SQL are told apart by. */
class SqlDriftTest {
    private static final String BEFORE = """
            -- Dumped at 2026-11-24 02:00 by version 17.1
            \\restrict 8hGz
            CREATE TABLE companies (
              id integer NOT NULL PRIMARY KEY,
              name text
            );
            CREATE TABLE contacts (
              id integer,
              email varchar(255) DEFAULT 'it''s; (secret)', -- don't
              balance numeric(10, 2) DEFAULT 0
            ) AUTO_INCREMENT=17;
            CREATE INDEX by_email ON contacts (email, id);
            """;

    @Test
    void layoutCommentsCountersAndTheOrderOfStatementsDoNotCount() throws IOException {
        String after = """
                CREATE INDEX by_email ON contacts(email,id);
                /* version 18 */ create table companies(id INTEGER not null primary key, name text);
                \\restrict Zz90
                CREATE TABLE contacts (id integer, email varchar( 255 ) DEFAULT 'it''s; (secret)',
                    balance numeric(10,2) DEFAULT 0) AUTO_INCREMENT=18;""";

        assertThat(drift(BEFORE, after)).isEqualTo(Drift.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name text  | title text    | LOSS   | gone: column companies.name",
                "name text  | name char(9)  | CHANGE | lines: 1 removed, 1 added",
                "companies  | firms         | LOSS   | gone: table companies",
                "' NOT NULL'| ''            | CHANGE | lines: 1 removed, 1 added",
                "by_email   | by_mail       | CHANGE | lines: 1 removed, 1 added"
            })
    void aTableOrAColumnThatNoLineCreatesAnyMoreIsALoss(String old, String present, Severity severity, String note)
            throws IOException {
        assertThat(drift(BEFORE, BEFORE.replace(old, present)).changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.id()).isEqualTo(ChangeId.SQL_CHANGED);
                    assertThat(change.severity()).isEqualTo(severity);
                    assertThat(change.note()).contains(note);
                });
    }

    @Test
    void aColumnThatIsAddedAfterwardsIsAColumnAsWell() throws IOException {
        String before = BEFORE + "ALTER TABLE ONLY companies ADD COLUMN phone text;";

        assertThat(drift(before, BEFORE).changes())
                .extracting(Change::note)
                .containsExactly("lines: 1 removed, 0 added; gone: column companies.phone");
    }

    @Test
    void theDiffShowsLinesWithoutTheirLiterals() throws IOException {
        String after = BEFORE.replace("(secret)", "(other secret)").replace("name text", "name text,\n  note text");

        assertThat(drift(BEFORE, after).diff())
                .containsExactly(
                        "--- before",
                        "+++ after",
                        "@@ -1,10 +1,11 @@",
                        " CREATE TABLE companies(",
                        "   id integer NOT NULL PRIMARY KEY",
                        "   name text",
                        "+  note text",
                        " )",
                        " CREATE TABLE contacts(",
                        "   id integer",
                        "-  email varchar(255) DEFAULT '…''…'",
                        "+  email varchar(255) DEFAULT '…''…'",
                        "   balance numeric(10, 2) DEFAULT 0",
                        " )",
                        " CREATE INDEX by_email ON contacts(email, id)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E'hush\\'hush'",
                "$$hush 'hush$$",
                "$x$hush$$hush$x$",
                "\"hush\"",
                "'hush;hush\nhush'",
                "N'hush'::text",
                "'hush"
            })
    void noFormOfALiteralIsShown(String secret) throws IOException {
        String after = "CREATE TABLE t (a int, b text DEFAULT " + secret + ", c int);";

        assertThat(drift("CREATE TABLE t (a int);", after).diff())
                .anySatisfy(line -> assertThat(line).contains("b text DEFAULT"))
                .noneSatisfy(line -> assertThat(line).contains("hush"));
    }

    @Test
    void jsonAndSqlAreNotCompared() throws IOException {
        Drift drift = drift("{\"tables\": []}", BEFORE);

        assertThat(drift.changes()).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(ChangeId.FORMAT_CHANGED);
            assertThat(change.severity()).isEqualTo(Severity.CHANGE);
            assertThat(change.note()).startsWith("format changed from json to sql");
        });
        assertThat(drift.diff()).isEmpty();
    }

    @Test
    void anotherSchemaRaisesADoubtAboutTheFormat() throws IOException {
        String after = "CREATE TABLE a (b int, c int, d int, e int, f int);";

        assertThat(drift(BEFORE, after).changes())
                .extracting(Change::id)
                .containsExactly(ChangeId.FORMAT_CHANGED, ChangeId.SQL_CHANGED);
    }

    @Test
    void whereTooManyLinesDifferThereIsNoDiff() throws IOException {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int table = 0; table < 3000; table++) {
            before.append("CREATE TABLE a").append(table).append(" (id int);\n");
            after.append("CREATE TABLE b").append(table).append(" (id int);\n");
        }

        assertThat(drift(before.toString(), after.toString()).diff())
                .containsExactly("(too many lines differ for a diff)");
    }

    @Test
    void anExportBeyondTheLimitIsAClearFailure() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) ' ');
                return length;
            }
        };

        assertThatThrownBy(() -> SchemaExport.read(endless))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("A schema export is larger than 64 MiB");
        assertThatThrownBy(() -> JsonDriftTest.read("[".repeat(500)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("more values or levels");
    }

    private static Drift drift(String before, String after) throws IOException {
        return Drift.between(JsonDriftTest.read(before), JsonDriftTest.read(after));
    }
}
