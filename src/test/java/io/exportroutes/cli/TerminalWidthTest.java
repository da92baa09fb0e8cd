package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.cli.output.TextWidth;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a terminal every table fits its width; a file or a program gets every value whole, a row on a line. */
@SuppressWarnings("NullAway.Init")
class TerminalWidthTest {
    private static final String TERMINAL = "exportroutes.output-terminal";
    private static final String WIDTH = "picocli.usage.width";
    private static final Pattern COLUMNS = Pattern.compile("  +");

    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench(
                Files.createDirectory(directory.resolve("a folder that makes each location as long as buckets do")));
        Edit.file(
                bench.config().resolve("exports.yaml"),
                "  half: {",
                "  a-job-with-a-longer-name: {project: crm, export: schema, destinations: [good, broken]}\n  half: {");
        for (String table : List.of("contacts", "companies")) {
            bench.sandbox().addExport(PlantedExport.table("crm", table, "id\n1\n".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @AfterEach
    void stop() {
        System.clearProperty(TERMINAL);
        System.clearProperty(WIDTH);
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 130, 200})
    void everyTableFitsTheTerminal(int width) {
        terminal(width);
        List<String> texts = List.of(
                bench.run("once", "a-job-with-a-longer-name").out(),
                bench.run("once", "sweep").out(),
                bench.run("once", "refused").out(),
                bench.run("runs").out(),
                bench.run("jobs").out(),
                bench.run("dead-letters").out());

        assertThat(texts).allSatisfy(text -> assertThat(text).isNotBlank());
        assertThat(texts.stream().flatMap(TerminalWidthTest::tables))
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> {
                    assertThat(TextWidth.width(line)).as(line).isLessThanOrEqualTo(width);
                });
    }

    @Test
    void idsThatOneCopiesAreWholeAt80Columns() {
        terminal(80);
        bench.run("once", "a-job-with-a-longer-name");
        String run =
                bench.run("runs", "--output", "json").json().at("/runs/0/run").asText();
        String letter = bench.run("dead-letters", "--output", "json")
                .json()
                .at("/deadLetters/0/id")
                .asText();

        assertThat(bench.run("runs").out()).contains(run + "  ");
        assertThat(bench.run("dead-letters").out()).contains(letter + "  ");
    }

    /** What is true of the export stands once, whole, above where it went. */
    @Test
    void onATerminalTheOnlyExportOfARunIsDescribedOnce() {
        terminal(130);
        String out = bench.run("once", "nightly").out();

        assertThat(out)
                .containsPattern("\\Rexp_\\S+ VERIFIED, \\d\\S* (Ki)?B\\RSHA-256 [0-9a-f]{64}\\R")
                .containsPattern(
                        "\\RDESTINATION +STATE +ATTEMPTS +LOCATION\\Rgood +DELIVERED +1 +\\S.*_database\\.zip\\R")
                .doesNotContain("EXPORT");
    }

    @Test
    void sentencesGoOnBelowWhereTheyBegan() {
        terminal(80);
        bench.run("once", "refused");
        String id =
                bench.run("runs", "--output", "json").json().at("/runs/0/run").asText();

        String shown = bench.run("show", id).out();

        assertThat(shown.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(shown.lines()).anyMatch(line -> line.startsWith(" ".repeat(20)));
        assertThat(shown.replaceAll("\\R +", " ")).contains("Project was not found");
    }

    @Test
    void withoutATerminalNoValueIsCutAndEveryRowIsOneLine() {
        bench.run("once", "a-job-with-a-longer-name");
        String run = bench.run("once", "sweep", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();
        String once = bench.run("once", "nightly").out();

        for (String text : List.of(
                once,
                bench.run("runs").out(),
                bench.run("jobs").out(),
                bench.run("dead-letters").out())) {
            List<String> lines = tables(text).toList();
            int columns = COLUMNS.split(lines.get(0)).length;
            assertThat(text).doesNotContain("…");
            assertThat(lines)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(line -> assertThat(COLUMNS.split(line)).as(line).hasSize(columns));
        }
        assertThat(bench.run("runs").out()).contains(run);
        assertThat(once).contains(bench.folder("good").toString());
    }

    /** What the launcher says, and COLUMNS, reach the tables of a process. */
    @Test
    void aProcessGoesByTheLauncherAndByColumns() throws Exception {
        bench.run("once", "half");
        Map<String, String> terminal =
                Map.of("JDK_JAVA_OPTIONS", "-Dexportroutes.output-terminal=true", "TERM", "xterm", "COLUMNS", "70");
        try (Program runs = new Program(bench, directory, terminal, "dead-letters");
                Program piped = new Program(bench, directory, Map.of("COLUMNS", "70"), "dead-letters")) {
            runs.status();
            piped.status();

            assertThat(runs.out().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(70));
            assertThat(piped.out().lines()).hasSize(2).anySatisfy(line -> assertThat(line)
                    .hasSizeGreaterThan(100));
        }
    }

    private static void terminal(int width) {
        System.setProperty(TERMINAL, "true");
        System.setProperty(WIDTH, Integer.toString(width));
    }

    /** From a line of headings on, until a line that is no row: all of it is in columns. */
    private static Stream<String> tables(String text) {
        return text.lines()
                .dropWhile(line -> !line.matches("[A-Z0-9 -]+"))
                .takeWhile(line ->
                        line.matches("[A-Z0-9 -]+") || COLUMNS.matcher(line).find());
    }
}
