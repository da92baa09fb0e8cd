package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas as the API exports them, of which one loses a column. */
class DriftCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "json, '\"employees\"', column-removed           employees",
        "sql, '  employees BIGINT', gone: column companies.employees"
    })
    void twoExportsOfOneSchemaAreEqualAndALostColumnIsFound(String format, String column, String found)
            throws IOException {
        List<Path> exports = twoExports(format);
        String first = exports.get(0).toString();
        Path second = exports.get(1);

        assertThat(Files.readString(second)).isNotEqualTo(Files.readString(exports.get(0)));
        Bench.Outcome equal = drift(first, second, "--fail-on", "addition");
        assertThat(equal.out()).isEqualToIgnoringNewLines("Schema drift: no change");
        assertThat(equal.status()).isZero();

        Edit.file(second, column, column.replace("employees", "staff"));
        Bench.Outcome lost = drift(first, second, "--fail-on", "loss");
        assertThat(lost.out()).contains(found);
        assertThat(lost.status()).isEqualTo(1);
        assertThat(drift(first, second, "--output", "json")
                        .json()
                        .at("/counts/loss")
                        .asInt())
                .isEqualTo(1);
        assertThat(drift(first, second, "--output", "markdown").out()).startsWith("# Schema drift: 1 loss");
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        Bench.Outcome outcome = drift(directory.resolve("a").toString(), directory.resolve("b"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("Cannot read " + directory.resolve("a"));
    }

    private static Bench.Outcome drift(String first, Path second, String... options) {
        List<String> arguments = Stream.concat(
                        Stream.of("drift", "--files", first, second.toString()), Stream.of(options))
                .toList();
        return Bench.plain(arguments.toArray(new String[0]));
    }

    private List<Path> twoExports(String format) throws IOException {
        try (Site site = Site.start(directory, SandboxOptions.defaults())) {
            site.configure("""
                    jobs:
                      nightly: {project: crm, export: schema, format: %s, destinations: [mirror]}
                    """.formatted(format));
            return List.of(fetched(site, "first"), fetched(site, "second"));
        }
    }

    private Path fetched(Site site, String name) {
        Path file = directory.resolve(name);
        run(site, "once", "nightly");
        run(site, "archive", "fetch", "nightly", "--to", file.toString());
        return file;
    }

    private static void run(Site site, String... arguments) {
        Bench.Outcome outcome = Bench.at(site, arguments);
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }
}
