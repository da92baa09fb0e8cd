package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.RunState;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an orchestrator asks over HTTP: whether to restart the process, and whether it works. */
class HealthTest {
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [mirror, vault]}";

    @TempDir
    private Path directory;

    @Test
    void aDestinationThatFailsIsNoReasonToRestartAnything() throws Exception {
        try (Journey journey = begun()) {
            assertThat(journey.once("nightly").state()).isEqualTo(RunState.PARTIAL);
            journey.site().sandbox().faults().plant("status@create=503x3");
            assertThat(journey.once("nightly").state()).isEqualTo(RunState.FAILED);

            assertUp(journey, "");
            assertUp(journey, "/live");
            assertUp(journey, "/ready");
        }
    }

    @Test
    void aLedgerThatCannotBeWrittenMakesItNotReadyForAsLong() throws Exception {
        try (Journey journey = begun()) {
            assertUp(journey, "/ready");
            change(
                    journey,
                    "create trigger unwritable before insert on nodes begin select raise(abort, 'a \"fault\"'); end");
            HttpResponse<String> ready = Awaitility.await()
                    .until(() -> ServedPage.get(journey, "/observe/health/ready"), page -> page.statusCode() == 503);

            assertThat(new ObjectMapper()
                            .readTree(ready.body())
                            .at("/checks/0/message")
                            .asText())
                    .matches("The ledger cannot be written: [a-z_]+");
            assertUp(journey, "/live");

            change(journey, "drop trigger unwritable");
            Awaitility.await().untilAsserted(() -> assertUp(journey, "/ready"));
        }
    }

    @Test
    void whileItStopsItIsNotReady() throws Exception {
        try (Journey journey = begun()) {
            URI health = journey.engine().health().orElseThrow();
            Engine engine = journey.engine();
            engine.services().stopping().request();

            HttpResponse<String> ready = ServedPage.get(health, "/observe/health/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("The service is about to stop");
            assertUp(journey, "/live");
        }
    }

    private static void change(Journey journey, String statement) throws Exception {
        try (Connection connection = journey.ledger().forQueue().dataSource().getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    private Journey begun() throws Exception {
        Journey journey = new Journey(directory);
        ServedPage.prepare(journey);
        return journey.begin(NIGHTLY, EngineOptions.Mode.SERVICE);
    }

    private static void assertUp(Journey journey, String part) throws Exception {
        HttpResponse<String> page = ServedPage.get(journey, "/observe/health" + part);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(page.body()).path("status").asText())
                .isEqualTo("UP");
    }
}
