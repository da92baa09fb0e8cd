package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Csv;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that does not fit into the spool waits for space, at most until its deadline, and the disk is never filled. */
class SpoolSpaceTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror], deadline: %s}";

    @TempDir
    private Path directory;

    @Test
    void aRunThatDoesNotFitWaitsUntilSpaceIsReleased() throws Exception {
        try (Journey journey = limited("{max-size: 6KB, reserve: 0B}")) {
            journey.begin(SWEEP.formatted("1m"));
            Path leftover = Files.write(journey.site().state().resolve("spool/old"), new byte[5000]);
            String id = journey.submit("sweep");
            Awaitility.await()
                    .until(() -> journey.ledger().runs().find(id).orElseThrow().state() == RunState.TRANSFERRING);
            assertThat(journey.calls("GET", "/download/")).isZero();
            Files.delete(leftover);
            Run run = journey.settled(id);
            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    @Test
    void aRunForWhichNoSpaceIsReleasedFailsByNameAtItsDeadline() throws Exception {
        try (Journey journey = limited("{max-size: 6KB, reserve: 0B}")) {
            journey.begin(SWEEP.formatted("10s"));
            Path leftover = Files.write(journey.site().state().resolve("spool/old"), new byte[5000]);
            Run run = journey.once("sweep");
            assertFull(journey, run);
            assertThat(run.failure().message()).contains("max-size is 6000");
            assertThat(leftover).exists();
        }
    }

    @Test
    void whatIsLargerThanTheSpoolFailsAtOnce() throws Exception {
        try (Journey journey = limited("{max-size: 1KB, reserve: 0B}")) {
            Run run = journey.begin(SWEEP.formatted("1h")).once("sweep");
            assertFull(journey, run);
        }
    }

    @Test
    void theReserveOfTheDiskIsKept() throws Exception {
        try (Journey journey = limited("{reserve: 1000000TB}")) {
            Run run = journey.begin(SWEEP.formatted("10s")).once("sweep");
            assertFull(journey, run);
            assertThat(run.failure().message()).contains("limits.spool.reserve");
        }
    }

    private Journey limited(String spool) throws Exception {
        Journey journey = new Journey(directory);
        byte[] csv = Csv.of("contacts", 4000);
        journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
        return journey.with("defaults:\n", "limits: {spool: " + spool + "}\ndefaults:\n");
    }

    private static void assertFull(Journey journey, Run run) {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure().code()).as(run.failure().message()).isEqualTo("spool_full");
        assertThat(journey.calls("GET", "/download/")).isZero();
    }
}
