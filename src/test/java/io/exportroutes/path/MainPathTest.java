package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Csv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainPathTest {
    @TempDir
    private Path directory;

    @Test
    void aFiringEndsWithTheSameBytesAtAllFourDestinations() throws Exception {
        SandboxOptions slow =
                SandboxOptions.builder().readyAfter(Duration.ofMillis(700)).build();
        try (Journey journey = new Journey(directory, slow)) {
            journey.begin("""
                    nightly:
                      {project: crm, export: database, format: zip-csv, include-tables: [contacts], schedule: "*/2 * * * * ?",
                       destinations: [archive, partner, mirror, ops]}
                    """, EngineOptions.Mode.SCHEDULES);
            // On a machine that is slow to start, the first run makes up for a firing that was missed meanwhile
            Run run = Awaitility.await()
                    .until(() -> fired(journey), Optional::isPresent)
                    .orElseThrow();
            assertThat(run.origin().scheduledFor().getNano()).isZero();
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror", "ops");
            assertSidecars(journey, run);
            assertTraceIsKept(journey, run);
        }
    }

    private static Optional<Run> fired(Journey journey) {
        return journey.ledger().runs().recent("nightly", 50).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .filter(run -> run.origin().trigger().equals("schedule"))
                .findFirst();
    }

    private static void assertSidecars(Journey journey, Run run) throws Exception {
        String key = journey.delivery(run, "archive").plan().key() + ".manifest.json";
        String sidecar = new String(journey.site().s3().read(Site.BUCKET, key), StandardCharsets.UTF_8);
        assertThat(sidecar)
                .contains(run.id())
                .contains(String.valueOf(journey.onlyExport(run).bytes().sha256()));
        assertThat(journey.site().mirror().resolve(key)).exists();
        assertThat(journey.site().ssh().root().resolve("incoming").resolve(key)).exists();
    }

    private static void assertTraceIsKept(Journey journey, Run run) {
        assertThat(run.progress().request().trace()).isNotNull();
        assertThat(run.progress().request().trace().requestId()).startsWith("req_");
        List<RecordedCall> calls = journey.site().sandbox().calls();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.header("X-Operation-Key")).isEqualTo("nightly"))
                .anySatisfy(
                        call -> assertThat(call.header("X-Operation-Run-Id")).isEqualTo(run.id()));
    }

    @Test
    void aSchemaJobDeliversItsSql() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin("schema: {project: crm, export: schema, format: sql, destinations: [mirror]}")
                    .once("schema");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    @Test
    void aSweepTakesEveryReadyExportOnceAndRecordsTheLostOnce() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, 7);
            String gone = journey.site()
                    .sandbox()
                    .addExport(
                            PlantedExport.table("crm", "gone", Csv.of("gone")).withStatus("not_found"));
            String expired = journey.site()
                    .sandbox()
                    .addExport(PlantedExport.table("crm", "old", Csv.of("old"))
                            .withExpires(Instant.now().minusSeconds(60)));
            journey.begin("sweep: {project: crm, export: existing, destinations: [mirror, archive]}");
            Run first = journey.once("sweep");
            assertThat(first.state()).isEqualTo(RunState.PARTIAL);
            assertThat(first.failure().code()).isEqualTo("exports_lost");
            assertThat(first.failure().message()).contains("2 of 9", gone, expired);
            List<ExportEntry> exports = journey.ledger().exports().ofRun(first.id());
            assertWhole(journey, exports, 7);
            assertThat(exports.stream().filter(export -> export.state() == ExportState.LOST))
                    .extracting(export -> export.manifest().id())
                    .containsExactlyInAnyOrder(gone, expired);
            Run second = journey.once("sweep");
            assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().exports().ofRun(second.id())).isEmpty();
            assertThat(journey.calls("GET", "/download/"))
                    .as("seven, and the one that is listed as ready and has expired")
                    .isEqualTo(8);
        }
    }

    @Test
    void moreThanOnePageIsSwept() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, 520);
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror]}")
                    .once("sweep");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().deliveries().ofRun(run.id())).hasSize(520);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    private static void assertWhole(Journey journey, List<ExportEntry> exports, int count) throws Exception {
        List<ExportEntry> taken = exports.stream()
                .filter(export -> export.state() == ExportState.VERIFIED)
                .toList();
        assertThat(taken).hasSize(count);
        for (ExportEntry export : taken) {
            journey.assertWhole(export, "mirror", "archive");
        }
    }

    private static void plant(Journey journey, int exports) {
        for (int number = 0; number < exports; number++) {
            String table = "t" + number;
            journey.site().sandbox().addExport(PlantedExport.table("crm", table, Csv.of(table)));
        }
    }

    @Test
    void theSpoolIsEmptyOnceAllIsDelivered() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [mirror, archive]}")
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            try (var files = java.nio.file.Files.list(journey.site().state().resolve("spool"))) {
                assertThat(files).isEmpty();
            }
        }
    }
}
