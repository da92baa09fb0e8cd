package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 11: after a lost reply only an export that can be no other's is adopted, and a refusal leaves nothing to adopt. */
class AdoptionTest {
    private static final String NAMED =
            "nightly: {project: crm, export: database, file-name: crm, destinations: [mirror]}";

    @TempDir
    private Path directory;

    @Test
    void anExportThatIsOnlyCalledAlikeIsLeftToItsOwner() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "crm_full.zip", 1);
            journey.site().sandbox().faults().plant("drop@createx1");

            Run run = journey.begin(NAMED).once("nightly");

            assertOwn(journey, run);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(2);
        }
    }

    @Test
    void whereTwoMayBeTheRunsNoneIsAdoptedAndTheRunSaysSo() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "crm.zip", 2);
            journey.site().sandbox().faults().plant("drop@createx1");

            Run run = journey.begin(NAMED).once("nightly");

            assertOwn(journey, run);
            assertThat(run.progress().history().note()).contains("none was adopted");
        }
    }

    @Test
    void oneThatCannotBeReadMayBeTheRunsAsWellAsTheOneThatCan() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, "crm.zip", 1);
            plant(journey, "crm", 1);
            journey.site().sandbox().faults().plant("odd-size@list=crm");
            journey.site().sandbox().faults().plant("drop@createx1");

            Run run = journey.begin(NAMED).once("nightly");

            assertOwn(journey, run);
            assertThat(run.progress().history().note())
                    .contains("2 exports of the listing may be its own", "that cannot be read", "none was adopted");
        }
    }

    @Test
    void theOneExportOfThatVeryNameIsAdopted() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("lost-reply@createx1");

            Run run = journey.begin(NAMED).once("nightly");

            assertOwn(journey, run);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            assertThat(run.progress().history().note()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-ok@create=no_tables_selectedx1", "status@create=403x1"})
    void afterARefusalAReplayAsksAfreshAndAdoptsNothing(String refusal) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant(refusal);
            Run refused = journey.begin(NAMED).once("nightly");
            assertThat(refused.state()).isEqualTo(RunState.FAILED);
            assertThat(refused.progress().request().requestedAt()).isNull();
            assertThat(refused.progress().request().fileName()).isNull();
            plant(journey, "crm.zip", 1);

            journey.engine().appContext().deadLetters().replay(refused.id());

            Run run = journey.settled(refused.id());
            assertOwn(journey, run);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(2);
            assertThat(journey.calls("GET", "/projects/crm/exports"))
                    .as("nothing to look for")
                    .isZero();
        }
    }

    private static void plant(Journey journey, String name, int count) {
        byte[] foreign = "no zip at all".getBytes(StandardCharsets.UTF_8);
        PlantedExport export = PlantedExport.database("crm", foreign).withDownloadName(name);
        IntStream.range(0, count).forEach(number -> journey.site().sandbox().addExport(export));
    }

    /** What it delivered is what it asked for, not the foreign bytes. */
    private static void assertOwn(Journey journey, Run run) throws Exception {
        assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(journey.onlyExport(run).manifest().artifact().downloadName()).isEqualTo("crm.zip");
        journey.assertWholeEverywhere(run, "mirror");
    }
}
