package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class HistoryCommandsTest {
    @TempDir
    static Path directory;

    static Bench bench;
    static String run;

    @BeforeAll
    static void history() throws IOException {
        bench = new Bench(directory);
        bench.run("once", "tables");
        bench.run("once", "half");
        run = bench.run("once", "nightly", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void jobsShowTheLastRunAndTheNextTimeInTheirOwnZone() {
        Bench.Outcome jobs = bench.run("jobs");

        assertThat(jobs.status()).isZero();
        assertThat(jobs.out())
                .containsPattern("JOB +EXPORT +PROJECT +SCHEDULE +ZONE +LAST RUN +LAST STARTED +NEXT +DESTINATIONS")
                .containsPattern("nightly +database +crm +0 2 \\* \\* \\* +Europe/Berlin +SUCCEEDED +\\S+\\+0[12]:00 +"
                        + "\\d{4}-\\d\\d-\\d\\dT0[23]:00:00\\+0[12]:00 +good, other")
                .containsPattern("half +schema +crm +- +UTC +PARTIAL +\\S+ +- +good, broken")
                .containsPattern("refused .* - +- +-");
    }

    @Test
    void jobsInJsonAreExact() {
        JsonNode nightly = bench.run("jobs", "--output", "json").json().at("/jobs/0");

        assertThat(nightly.get("job").asText()).isEqualTo("nightly");
        assertThat(nightly.get("schedule").asText()).isEqualTo("0 2 * * *");
        assertThat(nightly.get("lastRun").asText()).isEqualTo(run);
        assertThat(nightly.get("nextTime").asText()).endsWith("Z");
        assertThat(nightly.get("destinations")).hasSize(2);
    }

    @Test
    void runsComeNewestFirst() {
        Bench.Outcome runs = bench.run("runs");

        assertThat(runs.out().lines().skip(1).map(line -> line.substring(0, line.indexOf('-'))))
                .containsExactly("nightly", "half", "tables");
        assertThat(runs.out()).containsPattern("half-\\S+ +PARTIAL +\\S+ +\\S+s +1 +1 +1 +-");
    }

    @Test
    void runsCanBeOfOneJobAndFewer() {
        assertThat(bench.run("runs", "--job", "half", "--output", "json").json().at("/runs"))
                .hasSize(1);
        assertThat(bench.run("runs", "--limit", "2", "--output", "json").json().at("/runs"))
                .hasSize(2);
        assertThat(bench.run("runs", "--limit", "0").status()).isEqualTo(2);
    }

    @Test
    void showTellsAllOfOneRun() {
        Bench.Outcome shown = bench.run("show", run);

        assertThat(shown.status()).isZero();
        assertThat(shown.out())
                .contains(run)
                .containsPattern("request id +req_")
                .containsPattern("operation run +oprun_")
                .containsPattern("size +.* \\(\\d+ bytes\\)")
                .containsPattern("delivery +exp_\\S+@good")
                .containsPattern("location +" + bench.folder("good"));
    }

    @Test
    void showInJsonHasTheTraceAndTheDeliveries() {
        JsonNode shown = bench.run("show", run, "--output", "json").json();

        assertThat(shown.get("requestId").asText()).startsWith("req_");
        assertThat(shown.at("/exports/0/deliveries")).hasSize(2);
    }

    @Test
    void anUnknownRunIsUsageWithASuggestion() {
        Bench.Outcome shown = bench.run("show", run + "x");

        assertThat(shown.status()).isEqualTo(2);
        assertThat(shown.err()).contains("The ledger has no run").contains("Did you mean " + run);
    }
}
