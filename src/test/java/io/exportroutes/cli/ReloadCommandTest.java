package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to have a service take in a changed exports.yaml, and what is said of it. */
class ReloadCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aServiceReloadsByCommandAndTellsWhatChanged() throws Exception {
        try (Bench bench = new Bench(directory);
                Program service = started(bench, "--verbose")) {
            change(bench, "0 2 * * *", "0 4 * * *");

            Bench.Outcome reloaded = bench.run("reload");

            assertThat(reloaded.status()).as(reloaded.err()).isZero();
            assertThat(reloaded.out()).matches("node-\\w+: reloaded\n  jobs\\.nightly\\.schedule changed\n");
            assertThat(service.err()).contains("Taken in from exports.yaml: jobs.nightly.schedule changed");
            assertThat(bench.run("reload", "--output", "json")
                            .json()
                            .at("/nodes/0/outcome")
                            .asText())
                    .isEqualTo("reloaded");
            change(bench, "0 4 * * *", "at four");
            Bench.Outcome mistaken = bench.run("reload");
            assertThat(mistaken.status()).isEqualTo(2);
            assertThat(mistaken.err()).contains("jobs.nightly.schedule");
        }
    }

    @Test
    void aServiceReloadsBySignalAndGoesOnWhereItFindsAMistake() throws Exception {
        try (Bench bench = new Bench(directory);
                Program service = started(bench, "--verbose")) {
            change(bench, "tables: {", "renamed: {");
            service.hangUp();
            awaitLog(service, "SIGHUP: exports.yaml is read anew", "jobs.tables is gone", "jobs.renamed is new");
            assertThat(bench.run("once", "renamed").status()).isZero();

            change(bench, "0 2 * * *", "at two");
            service.hangUp();

            awaitLog(service, "was not taken in, and the service works on as before (configuration_invalid)");
        }
    }

    private Program started(Bench bench, String... options) throws IOException {
        String[] command = Stream.concat(Stream.of("run"), Stream.of(options)).toArray(String[]::new);
        Program service = new Program(bench, directory, Map.of(), command);
        Awaitility.await().untilAsserted(() -> assertThat(service.out()).contains("health: "));
        return service;
    }

    private static void awaitLog(Program service, String... parts) {
        Awaitility.await().untilAsserted(() -> assertThat(service.err()).contains(parts));
    }

    /** Only the service has the variable: its answer comes through the ledger. */
    @Test
    void aMistakeThatOnlyTheServiceSeesIsTold() throws Exception {
        try (Bench bench = new Bench(directory);
                Program service = started(bench)) {
            bench.withoutToken();

            Bench.Outcome refused = bench.run("reload");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.out())
                    .contains(
                            "not reloaded, it works on as before", "NO_SUCH_VARIABLE_HERE is not set", "exports.yaml:");
        }
    }

    @Test
    void withoutAServiceItSaysHowToStartOne() throws Exception {
        try (Bench bench = new Bench(directory)) {
            Bench.Outcome outcome = bench.run("reload");

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).contains("No service works on the state folder", "export-routes run");
        }
    }

    /** A run by hand works on the state folder, and nobody answers. */
    @Test
    void whoDoesNotAnswerIsAskedNoMore() throws Exception {
        try (Bench bench = new Bench(directory);
                var engine = bench.service()) {
            Bench.Outcome outcome = bench.run("reload", "--timeout", "1");

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("has not answered within 1 s");
            assertThat(engine.appContext()
                            .ledger()
                            .nodes()
                            .reloads()
                            .next(engine.appContext().node(), java.time.Duration.ofDays(1)))
                    .isEmpty();
        }
    }

    private static void change(Bench bench, String before, String after) throws IOException {
        Path file = bench.config().resolve("exports.yaml");
        Files.writeString(file, Edit.text(Files.readString(file), before, after));
    }
}
