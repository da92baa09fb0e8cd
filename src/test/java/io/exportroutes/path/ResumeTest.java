package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Csv;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken download goes on where the server lets it, begins again where not, and never joins two artifacts. */
class ResumeTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror, archive]}";
    private static final int CUT = 150_000;
    private static final int BYTES = 300_003;

    @TempDir
    private Path directory;

    @Test
    void theRestIsAskedForFromWhereItBroke() throws Exception {
        try (Journey journey = journey("truncate@download=" + CUT + "x1")) {
            Run run = journey.begin(SWEEP).once("sweep");

            assertWhole(journey, run);
            List<RecordedCall> calls = downloads(journey);
            assertThat(calls).hasSize(2);
            assertThat(calls.get(0).header("Range")).isNull();
            assertThat(calls.get(1).header("Range")).isEqualTo("bytes=" + CUT + "-");
            assertThat(calls.get(1).header("If-Range")).startsWith("\"");
        }
    }

    @Test
    void aServerThatIgnoresRangeIsReadFromTheStart() throws Exception {
        try (Journey journey = journey("truncate@download=" + CUT + "x1")) {
            journey.site().sandbox().faults().plant("ignore-range@download");
            Run run = journey.begin(SWEEP).once("sweep");

            assertWhole(journey, run);
            List<RecordedCall> calls = downloads(journey);
            assertThat(calls).hasSize(2);
            assertThat(calls.get(1).header("Range")).isEqualTo("bytes=" + CUT + "-");
        }
    }

    @Test
    void aServerThatContinuesFromTheWrongByteIsReadFromTheStart() throws Exception {
        try (Journey journey = journey("truncate@download=" + CUT + "x1")) {
            journey.site().sandbox().faults().plant("wrong-range@downloadx1");
            Run run = journey.begin(SWEEP).once("sweep");

            assertWhole(journey, run);
            assertThat(downloads(journey).get(2).header("Range")).isNull();
        }
    }

    @Test
    void ofAnArtifactThatChangedBetweenNoByteOfTheFormerOneIsKept() throws Exception {
        try (Journey journey = journey("stall@download=" + CUT + "x1")) {
            journey.with("poll-interval: 200ms", "poll-interval: 200ms\n  stall-timeout: 10s")
                    .begin(SWEEP);
            String id = journey.submit("sweep");
            awaitHalf(journey);
            byte[] other = Csv.of("contract", BYTES);
            journey.site().sandbox().replaceArtifact(exportId(journey, id), out -> out.write(other));

            Run run = journey.settled(id);

            assertWhole(journey, run);
            assertThat(journey.onlyExport(run).bytes().sha256()).isEqualTo(ReadBack.sha256(other));
            assertThat(downloads(journey).get(1).header("Range")).isEqualTo("bytes=" + CUT + "-");
        }
    }

    @Test
    void aLaterStartGoesOnToo() throws Exception {
        try (Journey journey = journey("stall@download=" + CUT + "x1")) {
            journey.with("defaults:\n", "limits: {shutdown: 1s}\ndefaults:\n").begin(SWEEP);
            String id = journey.submit("sweep");
            awaitHalf(journey);
            journey.stop();
            journey.restart(EngineOptions.Mode.COMMAND);

            assertWhole(journey, journey.settled(id));
            assertThat(downloads(journey).get(1).header("Range")).isEqualTo("bytes=" + CUT + "-");
        }
    }

    private Journey journey(String fault) throws Exception {
        Journey journey = new Journey(directory);
        journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", Csv.of("contacts", BYTES)));
        journey.site().sandbox().faults().plant(fault);
        return journey;
    }

    private static void awaitHalf(Journey journey) {
        Awaitility.await().until(() -> journey.engine().services().spool().usedBytes() >= CUT);
    }

    private static String exportId(Journey journey, String runId) {
        return journey.ledger().exports().ofRun(runId).get(0).manifest().id();
    }

    private static void assertWhole(Journey journey, Run run) throws Exception {
        assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        journey.assertWholeEverywhere(run, "mirror", "archive");
    }

    private static List<RecordedCall> downloads(Journey journey) {
        return journey.site().sandbox().calls().stream()
                .filter(call -> call.path().contains("/download/"))
                .toList();
    }
}
