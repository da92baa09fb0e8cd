package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 24: what the API says of a listing's length, or leaves out, hides none of the exports in it. */
class ListingPagesTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror]}";
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [mirror]}";
    private static final int EXPORTS = 5;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small-pages=2",
                "small-pages=2 no-total",
                "small-pages=1 no-total",
                "small-pages=5 no-total",
                "small-pages=2 no-total no-limit",
                "small-pages=2 no-limit",
                "small-pages=2 wrong-total=-5",
                "small-pages=2 wrong-total=-3",
                "small-pages=2 wrong-total=95",
                "wrong-total=95",
                "no-total",
                "no-limit"
            })
    void aSweepSeesEveryExport(String faults) throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            List<String> planted =
                    journey.site().sandbox().addExports(PlantedExport.table("crm", "contacts", csv), EXPORTS);
            List.of(faults.split(" ")).forEach(journey.site().sandbox().faults()::plant);

            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().exports().ofRun(run.id()))
                    .extracting(export -> export.manifest().id())
                    .containsExactlyInAnyOrderElementsOf(planted);
            assertThat(journey.calls("GET", "/projects/crm/exports"))
                    .as("pages")
                    .isLessThan(20);
        }
    }

    @Test
    void aLostReplyIsFoundOnALaterPage() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            PlantedExport later = PlantedExport.table("crm", "contacts", csv)
                    .withCreated(Instant.now().plusSeconds(3600));
            journey.site().sandbox().addExports(later, EXPORTS);
            List.of("small-pages=2", "no-total", "lost-reply@createx1")
                    .forEach(journey.site().sandbox().faults()::plant);

            Run run = journey.begin(NIGHTLY).once("nightly");

            assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }
}
