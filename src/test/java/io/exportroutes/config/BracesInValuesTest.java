package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel resolves the properties of Kamelets once more: a value that would be mistaken is refused, with its place. */
class BracesInValuesTest {
    private static final KameletCatalog CATALOG = KameletCatalog.scan(Path.of("routes/kamelets"));
    private static final String FILE = """
            version: 1
            api: {base-url: https://api.example.com, token: "{{env:TOKEN}}"}
            destinations:
              there: {type: sftp, host: h, username: u, password: "{{env:PASSWORD}}", known-hosts-file: k}
            ledger: {url: "jdbc:postgresql://h/d?sslmode=require", username: u, password: "{{env:LEDGER}}"}
            jobs:
              job: {project: crm, export: database, destinations: [there]}
            """;

    @TempDir
    private Path folder;

    @Test
    void twoOpeningBracesAreRefusedWhereCamelWouldReadThem() throws IOException {
        List<Problem> problems = problems("a{{b}}c");

        assertThat(problems).hasSize(2);
        assertThat(problems.toString())
                .contains("read as another placeholder", "exports.yaml:2", "exports.yaml:4")
                .doesNotContain("a{{b}}c");
    }

    @Test
    void everythingElseIsAllowed() throws IOException {
        assertThat(problems("a{b}c}}$(d)${e}#{f}\\\"'%&?")).isEmpty();
    }

    private List<Problem> problems(String value) throws IOException {
        Path file = Files.writeString(folder.resolve("exports.yaml"), FILE);
        return ConfigReader.read(file, CATALOG, new Placeholders(name -> value, placeholder -> placeholder))
                .problems();
    }
}
