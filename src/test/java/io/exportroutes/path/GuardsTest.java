package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A breach of a guard is a failure that is delivered nowhere and says what it compared. */
class GuardsTest {
    private static final String ALL = "[archive, partner, mirror, ops]";

    @TempDir
    private Path directory;

    @Test
    void tooSmallAnArtifactIsDeliveredNowhere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin("nightly: {project: crm, export: database, guard: {min-size: 1GB}, destinations: "
                            + ALL + "}")
                    .once("nightly");
            assertBreach(journey, run, "guard_min_size");
            assertThat(run.failure().message()).contains("1000000000");
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
                    .bytes()
                    .size();
            journey.stop();
            journey.begin(job.formatted(", include-tables: [contacts], table-options: {contacts: {limit: 1}}"));
            Run run = journey.once("nightly");
            assertBreach(journey, run, "guard_max_shrink");
            assertThat(run.failure().message()).contains(String.valueOf(before));
        }
    }

    /** It would deliver it to the destinations of that job, under its keys. */
    @Test
    void aSweepThatTakesOverWhatAnotherJobCouldNotDownloadAsksTheGuardOfThatJob() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@download=500x3");
            journey.begin("""
                    nightly: {project: crm, export: database, guard: {min-size: 1GB}, destinations: [mirror]}
                    sweep: {project: crm, export: existing, destinations: [archive]}
                    """);
            assertThat(journey.once("nightly").failure().code()).isEqualTo("internal_error");

            Run run = journey.once("sweep");

            assertBreach(journey, run, "guard_min_size");
        }
    }

    @Test
    void emptyTablesAreDeliveredNowhereWhereTheManifestSaysRows() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "contacts", "id,name\n");
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror, archive]}")
                    .once("sweep");
            assertBreach(journey, run, "artifact_empty_tables");
            assertThat(run.failure().message()).contains("25 rows");
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("{\"tables\": [1, 2", "json", "download_truncated", "no end"),
                Arguments.of("{\"tables\": nothing}", "json", "artifact_corrupt", "line 1, column"),
                Arguments.of(" \n\t\n", "sql", "artifact_empty", "white space"),
                Arguments.of("PK no directory", "zip", "download_truncated", "directory"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void anArtifactThatCannotBeReadBackIsDeliveredNowhere(String text, String format, String code, String says)
            throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            PlantedExport.File file =
                    new PlantedExport.File(format, "crm." + format, "application/" + format, out -> out.write(bytes));
            journey.site()
                    .sandbox()
                    .addExport(PlantedExport.schema("crm", bytes).withFile(file));
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: " + ALL + "}")
                    .once("sweep");
            assertBreach(journey, run, code);
            assertThat(run.failure().message()).contains(says);
        }
    }

    private static void plant(Journey journey, String table, String csv) {
        journey.site().sandbox().addExport(PlantedExport.table("crm", table, csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertBreach(Journey journey, Run run, String code) throws Exception {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure().code()).isEqualTo(code);
        assertThat(journey.ledger().deliveries().ofRun(run.id()))
                .extracting(Delivery::state)
                .containsOnly(DeliveryState.PENDING);
        journey.assertDeliveredNowhere(run);
    }
}
