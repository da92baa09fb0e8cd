package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import io.exportroutes.lab.sandbox.PlantedExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class OnceCommandTest {
    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void jsonIsOneObjectOfTheAgreedShape() throws IOException {
        Bench.Outcome outcome = bench.run("once", "nightly", "--output", "json");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonNode run = outcome.json().get("runs").get(0);
        assertThat(keys(outcome.json())).containsExactly("runs");
        assertThat(keys(run)).containsExactly("run", "job", "state", "scheduledFor", "exportId", "artifacts", "error");
        assertThat(run.get("run").asText()).startsWith("nightly-2");
        assertThat(run.get("job").asText()).isEqualTo("nightly");
        assertThat(run.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.get("error").isNull()).isTrue();
        JsonNode artifact = run.get("artifacts").get(0);
        assertThat(keys(artifact))
                .containsExactly("exportId", "name", "state", "size", "sha256", "deliveries", "error");
        assertThat(artifact.get("state").asText()).isEqualTo("VERIFIED");
        assertThat(artifact.get("error").isNull()).isTrue();
        assertThat(artifact.get("exportId")).isEqualTo(run.get("exportId"));
        assertThat(artifact.get("sha256").asText()).matches("[0-9a-f]{64}");
        JsonNode delivery = artifact.get("deliveries").get(0);
        assertThat(keys(delivery)).containsExactly("destination", "state", "location", "attempts", "error");
        assertThat(delivery.get("destination").asText()).isEqualTo("good");
        assertThat(delivery.get("state").asText()).isEqualTo("DELIVERED");
        assertThat(delivery.get("attempts").asInt()).isEqualTo(1);
        assertThat(delivery.get("error").isNull()).isTrue();
        assertThat(Files.size(Path.of(delivery.get("location").asText())))
                .isEqualTo(artifact.get("size").asLong());
    }

    @Test
    void textSaysWhatHappensThenWhatLandedWhere() {
        Bench.Outcome outcome = bench.run("once", "nightly");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.err())
                .contains("nightly: begun")
                .contains(" verified, ")
                .contains("is SUCCEEDED after");
        assertThat(outcome.out())
                .contains("nightly SUCCEEDED in ")
                .containsPattern("EXPORT +DESTINATION +STATE +LOCATION +SIZE +SHA-256 +ATTEMPTS")
                .containsPattern("exp_\\S+ +good +DELIVERED +" + bench.folder("good")
                        + "/\\S+\\.zip +\\S+ (Ki)?B +[0-9a-f]{64} +1")
                .containsPattern("exp_\\S+ +other +DELIVERED ");
    }

    @Test
    void aSweepHasNoExportOfItsOwnAndSeveralArtifacts() {
        bench.sandbox().addExport(PlantedExport.table("crm", "contacts", csv("1")));
        bench.sandbox().addExport(PlantedExport.table("crm", "companies", csv("2")));

        JsonNode run = bench.run("once", "sweep", "--output", "json")
                .json()
                .get("runs")
                .get(0);

        assertThat(run.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.get("exportId").isNull()).isTrue();
        assertThat(run.get("artifacts")).hasSize(2);
        assertThat(bench.run("show", run.get("run").asText()).out())
                .as("what the API said of the listing")
                .containsPattern("request id +req_")
                .containsPattern("operation run +oprun_");
    }

    @Test
    void aSweepOfOneIsStillASweep() {
        bench.sandbox().addExport(PlantedExport.table("crm", "contacts", csv("1")));

        JsonNode run = bench.run("once", "sweep", "--output", "json")
                .json()
                .get("runs")
                .get(0);

        assertThat(run.get("artifacts")).hasSize(1);
        assertThat(run.get("exportId").isNull()).isTrue();
    }

    @Test
    void whatIsLostIsShownByNameWithItsReason() {
        bench.sandbox().addExport(PlantedExport.table("crm", "contacts", csv("1")));
        bench.sandbox().addExport(PlantedExport.table("crm", "deals", csv("2")).withStatus("not_found"));

        Bench.Outcome outcome = bench.run("once", "sweep");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.out())
                .contains("1 of 2 exports were gone before they could be archived: deals.csv (exp_")
                .containsPattern("exp_\\S+ +- +LOST +-")
                .containsPattern("deals.csv \\(exp_\\S+\\) is LOST: \\S.*not_found");
        String run =
                bench.run("runs", "--output", "json").json().at("/runs/0/run").asText();
        assertThat(bench.run("show", run).out()).containsPattern("name +deals.csv\\R +state +LOST");
    }

    @Test
    void whatIsLostIsInTheJsonBesideTheArtifacts() {
        bench.sandbox().addExport(PlantedExport.table("crm", "deals", csv("2")).withStatus("not_found"));

        Bench.Outcome outcome = bench.run("once", "sweep", "--output", "json");

        assertThat(outcome.status()).isEqualTo(1);
        JsonNode run = outcome.json().at("/runs/0");
        assertThat(run.get("state").asText()).isEqualTo("FAILED");
        assertThat(run.get("error").asText()).contains("deals.csv");
        assertThat(run.get("artifacts")).isEmpty();
        assertThat(run.get("lost")).hasSize(1);
        assertThat(keys(run.at("/lost/0"))).containsExactly("exportId", "name", "state", "error");
        assertThat(run.at("/lost/0/name").asText()).isEqualTo("deals.csv");
        assertThat(run.at("/lost/0/state").asText()).isEqualTo("LOST");
        assertThat(run.at("/lost/0/error").asText()).contains("not_found");
    }

    @Test
    void aDeadDeliveryMakesItPartialAndSaysWhatToDo() {
        Bench.Outcome outcome = bench.run("once", "half");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.out())
                .contains("half PARTIAL")
                .containsPattern("broken +DEAD +-")
                .containsPattern("Once that is fixed: export-routes dead-letters replay exp_\\S+@broken");
    }

    @Test
    void ofSeveralJobsTheWorstCounts() {
        Bench.Outcome outcome = bench.run("once", "half", "none", "tables", "--output", "json");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().get("runs").findValuesAsText("job")).containsExactly("half", "none", "tables");
    }

    @Test
    void aRefusedExportIsAFailureWithTheReasonOfTheApi() {
        Bench.Outcome outcome = bench.run("once", "refused", "--output", "json");

        assertThat(outcome.status()).isEqualTo(1);
        JsonNode run = outcome.json().get("runs").get(0);
        assertThat(run.get("state").asText()).isEqualTo("FAILED");
        assertThat(run.get("error").asText()).contains("Project was not found");
        assertThat(run.get("artifacts")).isEmpty();
    }

    @Test
    void anUnknownJobIsUsageAndNothingIsDone() {
        Bench.Outcome outcome = bench.run("once", "nightly", "nigthly");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("There is no job nigthly").contains("Did you mean \"nightly\"?");
        assertThat(outcome.out()).isEmpty();
        assertThat(bench.sandbox().calls()).isEmpty();
        assertThat(bench.state()).doesNotExist();
    }

    @Test
    void aMistakeInTheConfigurationIsShownWithItsLine() throws IOException {
        bench.configure("version: 1\njob: {}\n");

        Bench.Outcome outcome = bench.run("once", "nightly");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("exports.yaml:2:1: ").doesNotContain("\tat ");
    }

    @Test
    void whereTheServiceWorksItIsAskedAndFollowed() {
        try (Engine service = bench.service()) {
            Bench.Outcome outcome = bench.run("once", "tables");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.err()).contains("The service is using this state folder");
            assertThat(outcome.out()).contains("tables SUCCEEDED");
            assertThat(service.appContext().ledger().runs().recent("tables", 2)).hasSize(1);
        }
    }

    @Test
    void whoAsksTheServiceNeedsNoSecretAndWhoDoesTheWorkDoes() throws IOException {
        try (Engine service = bench.service()) {
            bench.withoutToken();

            assertThat(bench.run("once", "tables").status()).isZero();
            assertThat(service.appContext().deadLetters().runs()).isEmpty();
        }
        Bench.Outcome alone = bench.run("once", "tables");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("NO_SUCH_VARIABLE_HERE");
    }

    private static byte[] csv(String id) {
        return ("id,email\r\n" + id + ",a@example.com\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> keys(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
