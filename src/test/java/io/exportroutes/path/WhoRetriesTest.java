package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "Who retries" of docs/architecture.md, row by row, at the API's side. */
class WhoRetriesTest {
    private static final String NIGHTLY =
            "nightly: {project: crm, export: database, format: zip, destinations: [mirror, archive]}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status@create=503x1",
                "status@create=408x1",
                "status@create=425x1",
                "html@create=502x1",
                "html@create=200x1",
                "drop@createx1",
                "status@download=500x1",
                "html@download=502x1",
                "drop@downloadx2",
                "truncate@downloadx1",
                "corrupt@downloadx1",
                "wrong-length@downloadx1"
            })
    void whatMayPassIsTriedAgainAndTheRunSucceeds(String fault) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant(fault);
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "archive");
        }
    }

    /** An export that is not ready at once is looked for in the listing. */
    @ParameterizedTest
    @ValueSource(strings = {"status@list=500x1", "html@list=502x1", "drop@listx1"})
    void aListingThatFailsIsAskedForAgainAndTheRunSucceeds(String fault) throws Exception {
        SandboxOptions slow =
                SandboxOptions.builder().readyAfter(Duration.ofMillis(300)).build();
        try (Journey journey = new Journey(directory, slow)) {
            journey.site().sandbox().faults().plant(fault);
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("GET", "/projects/crm/exports")).isGreaterThan(1);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            journey.assertWholeEverywhere(run, "mirror", "archive");
        }
    }

    /** Three attempts each: a listing that failed twice takes nothing from the download that comes next. */
    @Test
    void aDownloadHasAttemptsOfItsOwn() throws Exception {
        SandboxOptions slow =
                SandboxOptions.builder().readyAfter(Duration.ofMillis(300)).build();
        try (Journey journey = new Journey(directory, slow)) {
            journey.site().sandbox().faults().plant("status@list=500x2");
            journey.site().sandbox().faults().plant("status@download=500x2");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror", "archive");
        }
    }

    @Test
    void aLostReplyMakesNoSecondExport() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("lost-reply@createx1");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            assertThat(Objects.requireNonNull(run.progress().request().trace()).requestId())
                    .as("of the listing in which it was found")
                    .startsWith("req_");
        }
    }

    @Test
    void retryAfterIsObeyed() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("retry-after@create=2x1");
            Instant begun = Instant.now();
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(2);
        }
    }

    @Test
    void aRefusalIsFinalWithItsCodeAndRequestId() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin(
                            "nightly: {project: crm, export: database, include-tables: [nowhere], destinations: [mirror]}")
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("table_not_found");
            assertThat(run.failure().message())
                    .contains(journey.site().sandbox().lastRequestId());
            assertThat(journey.site().sandbox().calls()).hasSize(1);
        }
    }

    @Test
    void notOkWithStatus200IsARefusalToo() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("not-ok@create=no_tables_selectedx1");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("no_tables_selected");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void whatNeverPassesFailsAfterItsTriesAndIsReplayed() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@create=503x3");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(3);
            journey.engine().appContext().deadLetters().replay(run.id());
            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "mirror", "archive");
        }
    }

    @Test
    void anArtifactThatNeverHoldsIsDeliveredNowhere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("corrupt@download");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.FAILED);
            assertThat(journey.ledger().deliveries().ofRun(run.id()))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.PENDING);
            journey.assertDeliveredNowhere(run);
        }
    }

    @Test
    void anExpiredExportIsAskedForAnewOnce() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("expired@downloadx1");
            Run run = journey.begin(NIGHTLY).once("nightly");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.progress().request().renewals()).isEqualTo(1);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(2);
            journey.site().sandbox().faults().plant("expired@download");
            Run failed = journey.once("nightly");
            assertThat(failed.state()).isEqualTo(RunState.FAILED);
            assertThat(failed.failure().code()).isEqualTo("export_expired");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"html@download=404x2", "html@download=410x2"})
    void aPageOfAGatewayMakesNoExportLost(String fault) throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
            journey.site().sandbox().faults().plant(fault);
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror]}")
                    .once("sweep");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);
            journey.assertWholeEverywhere(run, "mirror");
            assertThat(journey.calls("GET", "/export/download/")).isEqualTo(3);
        }
    }

    @Test
    void aSweepRecordsWhatExpiresUnderItsHandsAsLost() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
            journey.site().sandbox().faults().plant("expired@downloadx1");
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror]}")
                    .once("sweep");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("exports_lost");
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.LOST);
        }
    }
}
