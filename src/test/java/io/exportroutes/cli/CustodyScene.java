package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Tool;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A job that stores at a bucket and in a folder, with a chain of custody. */
@SuppressWarnings("NullAway.Init")
abstract class CustodyScene {
    @TempDir
    Path directory;

    Site site;
    Path key;

    @BeforeEach
    void configure() throws Exception {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, destinations: [archive, mirror]}
                """);
        key = Keys.file(directory, "Ed25519");
        Edit.file(
                site.config().resolve("exports.yaml"),
                "version: 1",
                "version: 1\ncustody: {signing-key-file: " + key + ", signer: exports@example.com}");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    Path chain() {
        return site.mirror().resolve("_custody/nightly");
    }

    List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(chain())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    void runOnce() {
        Bench.Outcome outcome = run("once", "nightly");
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    void assertVerifies(Path folder, int entries) throws Exception {
        Tool said = Tool.verifyPy(folder, "--full", "--all", ".", "nightly");
        assertThat(said.output()).contains("authentic  yes", "complete   yes");
        assertThat(said.status()).as(said.output()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("_custody/nightly"))) {
            assertThat(files).hasSize(2 * entries);
        }
    }

    void assertSucceeds(String... arguments) {
        Bench.Outcome outcome = run(arguments);
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    }
}
