package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest that is not what the API describes harms no export but its own. */
class OddManifestTest {
    @TempDir
    private Path directory;

    @Test
    void aSweepPassesOverOneOddManifest() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "contacts");
            plant(journey, "deals");
            journey.site().sandbox().faults().plant("odd-size@list=deals.csv");
            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror]}")
                    .once("sweep");
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.onlyExport(run).manifest().artifact().downloadName())
                    .isEqualTo("contacts.csv");
            journey.assertWholeEverywhere(run, "mirror");

            journey.site().sandbox().faults().clear();
            Run later = journey.once("sweep");
            assertThat(journey.onlyExport(later).manifest().artifact().downloadName())
                    .isEqualTo("deals.csv");
        }
    }

    @Test
    void anOddReplyMakesNoSecondExport() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("odd-size");
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("not_an_envelope");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    private static void plant(Journey journey, String table) {
        byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
        journey.site().sandbox().addExport(PlantedExport.table("crm", table, csv));
    }
}
