package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TableTest {
    private static final String LOCATION =
            "s3://acme-backups/crm/crm-nightly/2026/11/21/20261121T020000Z_exp_20261121_020001_a1b2c3d4e5_database.zip";

    @Example
    void columnsAreAlignedAndNothingOfOthersBreaksThem() {
        Table table = new Table(Column.id("A"), Column.whole("LONGER"), Column.prose("C"));
        table.row("wide cell", null, "x");
        table.row("é", "two\r\nlines\u001b[31m", "");

        assertThat(lines(table, 0))
                .containsExactly(
                        "A          LONGER                  C",
                        "wide cell  -                       x",
                        "é          two\\r\\nlines\\u001b[31m  -");
    }

    @Example
    void withoutATerminalNoValueIsCutAndTwoBlanksAreBetweenColumnsAlone() {
        Table table = deliveries();
        table.row("exp_1", "a  b", "DELIVERED", LOCATION, "1.5 MiB", "ab".repeat(32), 1);

        assertThat(lines(table, 0))
                .allSatisfy(line -> assertThat(line.split("  +")).hasSize(7));
        assertThat(lines(table, 0).get(1)).contains(LOCATION, "ab".repeat(32), "DELIVERED", "1.5 MiB");
        assertThat(lines(table, 0).get(3)).contains("a \\u0020b");
    }

    @Example
    void onATerminalOf130ColumnsWhatIsLongIsShortenedInItsMiddle() {
        assertThat(lines(deliveries(), 130))
                .containsExactly(
                        "EXPORT                          DESTINATION  STATE      LOCATION                                                 SIZE     ATTEMPTS",
                        "exp_20261121_020001_a1b2c3d4e5  archive      DELIVERED  s3://acme-backups/crm/crm-n…001_a1b2c3d4e5_database.zip  1.5 MiB  1",
                        "exp_20261121_020001_a1b2c3d4e5  ops          DEAD       -                                                        1.5 MiB  2")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(130));
    }

    @Example
    void onATerminalOf80ColumnsIdsStayWholeAndLesserColumnsAreLeftOut() {
        assertThat(lines(deliveries(), 80))
                .containsExactly(
                        "EXPORT                          DESTINATION  STATE      LOCATION",
                        "exp_20261121_020001_a1b2c3d4e5  archive      DELIVERED  s3://acme-b…database.zip",
                        "exp_20261121_020001_a1b2c3d4e5  ops          DEAD       -")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Example
    void aWideCharacterCountsForTwoAndAMarkForNone() {
        assertThat(TextWidth.width("東京.csv")).isEqualTo(8);
        assertThat(TextWidth.width("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.middle("東京東京東京", 7)).isEqualTo("東…京").satisfies(cell -> assertThat(TextWidth.width(cell))
                .isLessThanOrEqualTo(7));
        Table table = new Table(Column.path("NAME"), Column.whole("B"));
        table.row("東京", "x");
        assertThat(lines(table, 0)).containsExactly("NAME  B", "東京  x");
    }

    @Property
    void noLineIsWiderThanTheTerminal(@ForAll List<String> texts, @ForAll @IntRange(min = 60, max = 300) int width) {
        Table table = new Table(
                Column.id("ID"), Column.whole("STATE"), Column.path("LOCATION").leftOut(1), Column.prose("ERROR"));
        texts.forEach(text -> table.row(text, "DELIVERED", text + text, text + LOCATION));

        assertThat(lines(table, width))
                .allSatisfy(line -> assertThat(TextWidth.width(line)).isLessThanOrEqualTo(width));
    }

    private static Table deliveries() {
        Table table = new Table(RunReport.COLUMNS);
        String id = "exp_20261121_020001_a1b2c3d4e5";
        table.row(id, "archive", "DELIVERED", LOCATION, "1.5 MiB", "ab".repeat(32), 1);
        table.row(id, "ops", "DEAD", null, "1.5 MiB", "ab".repeat(32), 2);
        return table;
    }

    private static List<String> lines(Table table, int width) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true), width);
        return text.toString().lines().toList();
    }
}
