package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.cli.DriftOfJob;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.Drifts;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.SchemaDrift;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job's schema loses a column: the service finds it beside the run, says it where the copies lie, and tells it once. */
@SuppressWarnings("NullAway.Init")
class SchemaDriftTest {
    private static final String BEFORE = """
            nightly: {project: crm, export: existing, destinations: [mirror]}
            model: {project: crm, export: schema, destinations: [mirror]}
            """;

    private static final String AFTER =
            "nightly: {project: crm, export: schema, destinations: [archive, partner, mirror, ops]}";

    @TempDir
    private Path directory;

    @Test
    void aLostColumnIsFoundBesideTheRunAndToldOnce() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Files.writeString(
                    journey.site().config().resolve("application.properties"),
                    "exports.drift.interval=100\nexports.alarms.interval=100\n");
            String first = exportWithOneColumnMore(journey);
            journey.stop();
            journey.begin(AFTER, Mode.SCHEDULES);

            Run lost = next(journey);
            String second = journey.onlyExport(lost).manifest().id();
            Path json = beside(journey, lost, ".drift.json");
            Awaitility.await().until(() -> isDone(journey, second));
            assertSaysWhatWasLost(json, first, second);
            assertLiesBesideEachCopy(journey, lost, json);
            assertToldAsAlarm(journey, first, second);
            assertTheCommandSaysTheSame(journey, first, second);

            assertComparedAgainItIsTheSame(journey, second, json);

            Run same = next(journey);
            String third = journey.onlyExport(same).manifest().id();
            Awaitility.await().until(() -> isDone(journey, third));
            assertThat(beside(journey, same, ".drift.json")).doesNotExist();
            assertThat(drifts(journey).losses(Instant.EPOCH))
                    .extracting(SchemaDrift::exportId)
                    .containsExactly(second);
        }
    }

    /** The same schema with one column more, archived by a sweep under the name of the job. */
    private static String exportWithOneColumnMore(Journey journey) throws IOException {
        journey.begin(BEFORE);
        String model = journey.onlyExport(journey.once("model")).manifest().id();
        String schema = new String(journey.site().sandbox().artifact(model), StandardCharsets.UTF_8);
        String more = Edit.text(
                schema.replaceAll("\\s*:\\s*", ":"),
                "{\"name\":\"employees\"",
                "{\"name\":\"fax\",\"type\":\"text\",\"nullable\":true},{\"name\":\"employees\"");
        String id =
                journey.site().sandbox().addExport(PlantedExport.schema("crm", more.getBytes(StandardCharsets.UTF_8)));
        assertThat(journey.onlyExport(next(journey)).manifest().id()).isEqualTo(id);
        return id;
    }

    private static void assertComparedAgainItIsTheSame(Journey journey, String exportId, Path json) throws Exception {
        byte[] bytes = Files.readAllBytes(json);
        Files.delete(json);
        lookAgain(journey, exportId);
        Awaitility.await().until(() -> isDone(journey, exportId));
        assertThat(json).as("compared again after a crash").hasBinaryContent(bytes);
    }

    private static Run next(Journey journey) {
        Run run = journey.once("nightly");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static Path beside(Journey journey, Run run, String suffix) {
        String key = journey.delivery(run, "mirror").plan().key();
        return journey.site().mirror().resolve(key + suffix);
    }

    private static Drifts drifts(Journey journey) {
        return journey.ledger().deliveries().copies().drifts();
    }

    private static boolean isDone(Journey journey, String exportId) throws Exception {
        try (Connection connection = journey.ledger().forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return statement
                    .executeQuery("select 1 from drifts where done_at is not null and export_id = '" + exportId + "'")
                    .next();
        }
    }

    private static void lookAgain(Journey journey, String exportId) throws Exception {
        try (Connection connection = journey.ledger().forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update drifts set done_at = null, looked_at = '2000-01-01T00:00:00.000Z'"
                                    + " where export_id = '" + exportId + "'"))
                    .isEqualTo(1);
        }
    }

    private static void assertSaysWhatWasLost(Path file, String first, String second) throws IOException {
        JsonNode json = new JsonMapper().readTree(file.toFile());
        assertThat(json.at("/counts")).hasToString("{\"loss\":1,\"change\":0,\"addition\":0}");
        assertThat(json.at("/changes/0/where")).hasToString("{\"table\":\"companies\",\"name\":\"fax\"}");
        assertThat(json.at("/compared/before/exportId").asText()).isEqualTo(first);
        assertThat(json.at("/compared/after/exportId").asText()).isEqualTo(second);
    }

    private static void assertLiesBesideEachCopy(Journey journey, Run run, Path json) throws Exception {
        Path markdown = beside(journey, run, ".drift.md");
        assertThat(markdown).content().startsWith("# Schema drift: 1 loss").contains("`fax`");
        for (String destination : List.of("archive", "partner")) {
            String key = journey.delivery(run, destination).plan().key();
            assertThat(at(journey, destination, key + ".drift.json")).isEqualTo(Files.readAllBytes(json));
            assertThat(at(journey, destination, key + ".drift.md")).isEqualTo(Files.readAllBytes(markdown));
        }
        assertThat(journey.site().smtp().received())
                .as("the artifact alone is mailed")
                .hasSize(1);
    }

    private static byte[] at(Journey journey, String destination, String key) throws IOException {
        return destination.equals("archive")
                ? journey.site().s3().read(Site.BUCKET, key)
                : Files.readAllBytes(
                        journey.site().ssh().root().resolve("incoming").resolve(key));
    }

    private static void assertToldAsAlarm(Journey journey, String first, String second) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(journey.ledger().alarms().open())
                        .extracting(Alarm::subject)
                        .hasToString("[drift-loss nightly]"));
        assertThat(journey.ledger().alarms().open().get(0).reason().message())
                .isEqualTo("The schema of nightly lost something from %s to %s: column-removed companies fax"
                        .formatted(first, second));
    }

    private static void assertTheCommandSaysTheSame(Journey journey, String first, String second) {
        DriftOfJob.Said last = DriftOfJob.say(journey.site(), "nightly", "--fail-on", "loss");
        assertThat(last.status()).as(last.text()).isEqualTo(1);
        assertThat(last.text()).contains("1 loss", first, second, "fax");
        DriftOfJob.Said named = DriftOfJob.say(journey.site(), "--from", second, "--to", first);
        assertThat(named.status()).as(named.text()).isZero();
        assertThat(named.text()).contains("1 addition", "column-added", "fax");
        assertThat(DriftOfJob.say(journey.site(), "nightly", "--to", first).status())
                .as("nothing before it")
                .isEqualTo(4);
    }
}
