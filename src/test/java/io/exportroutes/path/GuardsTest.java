package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A breach of a guard is a failure that is delivered nowhere and says what it compared. */
class GuardsTest {
    @TempDir
    private Path directory;

    @Test
    void tooSmallAnArtifactIsDeliveredNowhere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin(
                            "nightly: {project: crm, export: database, guard: {min-size: 1GB}, destinations: [mirror, archive]}")
                    .once("nightly");
            assertBreach(journey, run, "guard_min_size");
            assertThat(run.error()).contains("1000000000");
        }
    }

    @Test
    void anArtifactThatShrankTooMuchIsDeliveredNowhere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String job = "nightly: {project: crm, export: database, format: json, guard: {max-shrink: 50%%},"
                    + " destinations: [mirror, archive]%s}";
            assertThat(journey.begin(job.formatted("")).once("nightly").state()).isEqualTo(RunState.SUCCEEDED);
            Long before = journey.ledger()
                    .exports()
                    .lastGood("nightly", "database_export")
                    .orElseThrow()
                    .size();
            journey.stop();
            journey.begin(job.formatted(", include-tables: [contacts], table-options: {contacts: {limit: 1}}"));
            Run run = journey.once("nightly");
            assertBreach(journey, run, "guard_max_shrink");
            assertThat(run.error()).contains(String.valueOf(before));
        }
    }

    @Test
    void emptyTablesAreDeliveredNowhereWhereTheManifestSaysRows() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "contacts", "id,name\n");
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror, archive]}")
                    .once("sweep");
            assertBreach(journey, run, "artifact_empty_tables");
            assertThat(run.error()).contains("25 rows");
        }
    }

    private static void plant(Journey journey, String table, String csv) {
        journey.site().sandbox().addExport(PlantedExport.table("crm", table, csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertBreach(Journey journey, Run run, String code) {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.errorCode()).isEqualTo(code);
        assertThat(journey.ledger().deliveries().ofRun(run.id()))
                .extracting(Delivery::state)
                .containsOnly(DeliveryState.PENDING);
        String exportId = journey.onlyExport(run).manifest().id();
        assertThat(journey.site().s3().keys("acme-backups")).noneMatch(key -> key.contains(exportId));
        assertThat(journey.site()
                        .mirror()
                        .resolve(journey.delivery(run, "mirror").key()))
                .doesNotExist();
    }
}
