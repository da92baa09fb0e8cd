package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default key reads well, and what is asked for still carries the run, so that a lost reply finds it again. */
class DefaultKeyTest {
    @TempDir
    private Path directory;

    @Test
    void anArtifactIsCalledByWhatItIsAndByTheNameItWasGivenElsewhere() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("shop", "orders", csv));
            journey.begin("""
                    nightly: {project: crm, export: database, destinations: [mirror]}
                    schema: {project: crm, export: schema, format: sql, destinations: [mirror]}
                    named: {project: crm, export: database, file-name: crm_full, destinations: [mirror]}
                    sweep: {project: shop, export: existing, destinations: [mirror]}
                    """);

            assertThat(key(journey, journey.once("nightly"))).endsWith("_database.zip");
            assertThat(key(journey, journey.once("schema"))).endsWith("_schema.sql");
            assertThat(key(journey, journey.once("named"))).endsWith("_crm_full.zip");
            assertThat(key(journey, journey.once("sweep"))).endsWith("_orders.csv");
        }
    }

    private static String key(Journey journey, Run run) {
        String key = journey.delivery(run, "mirror").plan().key();
        String export = journey.onlyExport(run).manifest().id();
        assertThat(key)
                .doesNotContain(run.id())
                .matches("(crm|shop)/\\w+/\\d{4}/\\d\\d/\\d\\d/\\d{8}T\\d{6}Z_" + export + "_[^_]\\S+");
        if (run.job().equals("nightly")) {
            assertThat(run.progress().request().fileName()).isEqualTo(run.id());
        }
        return key;
    }
}
