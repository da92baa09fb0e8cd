package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseCommandsTest {
    @TempDir
    Path directory;

    @Test
    void aJobIsPausedAndResumedWhileTheServiceRuns() throws Exception {
        try (Bench bench = new Bench(directory);
                Engine service = bench.service()) {
            Bench.Outcome paused = bench.run("pause", "nightly");
            assertThat(paused.status()).as(paused.err()).isZero();
            assertThat(paused.out()).isEqualTo("paused nightly\n");
            assertThat(bench.run("pause", "nightly").out()).contains("already");
            assertThat(service.appContext()
                            .ledger()
                            .schedules()
                            .find("nightly")
                            .orElseThrow()
                            .paused())
                    .isTrue();
            JsonNode job = bench.run("jobs", "--output", "json").json().at("/jobs/0");
            assertThat(job.get("pausedSince").asText()).endsWith("Z");
            assertThat(job.hasNonNull("nextTime")).isFalse();
            assertThat(bench.run("jobs").out()).containsPattern("nightly .* paused since \\S+\\+0[12]:00 ");

            JsonNode resumed =
                    bench.run("resume", "nightly", "--output", "json").json();
            assertThat(resumed.at("/resumed/0/job").asText()).isEqualTo("nightly");
            assertThat(bench.run("resume", "nightly").out()).isEqualTo("Nothing was paused.\n");
        }
    }

    @Test
    void whatCannotBePausedIsWrongUsageAndChangesNothing() throws Exception {
        try (Bench bench = new Bench(directory)) {
            Bench.Outcome unknown = bench.run("pause", "nightly", "nightyl");
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("nightyl");
            Bench.Outcome byHand = bench.run("pause", "tables");
            assertThat(byHand.status()).isEqualTo(2);
            assertThat(byHand.err()).contains("once tables");
            assertThat(bench.run("resume", "nightly").out()).isEqualTo("Nothing was paused.\n");
        }
    }
}
