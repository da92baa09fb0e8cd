package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.RunState;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
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

    @Test
    void whileCamelStartsItIsNeitherAliveNorReady() throws Exception {
        try (Journey journey = new Journey(directory)) {
            ServedPage.prepare(journey);
            Files.writeString(
                    journey.site().config().resolve("application.properties"),
                    "camel.main.configurationClasses=" + Starting.class.getName() + "\n",
                    StandardOpenOption.APPEND);
            Starting.ANSWERS.clear();

            journey.begin(NIGHTLY, EngineOptions.Mode.SERVICE);

            assertThat(Starting.ANSWERS)
                    .hasSize(8)
                    .startsWith("CamelContextInitialized /live none", "CamelContextInitialized /ready none")
                    .endsWith("RoutesStarted /live 503", "RoutesStarted /ready 503")
                    .noneMatch(answer -> answer.endsWith("200"));
            assertUp(journey, "/live");
            assertUp(journey, "/ready");
        }
    }

    /** Asks for health in the middle of Camel's start, which waits for it. */
    public static final class Starting extends EventNotifierSupport implements CamelConfiguration {
        static final Queue<String> ANSWERS = new ConcurrentLinkedQueue<>();

        private static final Set<CamelEvent.Type> MOMENTS = Set.of(
                CamelEvent.Type.CamelContextInitialized,
                CamelEvent.Type.CamelContextStarting,
                CamelEvent.Type.RoutesStarting,
                CamelEvent.Type.RoutesStarted);

        @Override
        public void configure(CamelContext camel) {
            camel.getManagementStrategy().addEventNotifier(this);
        }

        @Override
        public void notify(CamelEvent event) throws Exception {
            if (MOMENTS.contains(event.getType()) && event.getSource() instanceof CamelContext camel) {
                String port = camel.resolvePropertyPlaceholders("{{camel.management.port}}");
                for (String part : List.of("/live", "/ready")) {
                    ANSWERS.add(event.getType() + " " + part + " " + answer(port, part));
                }
            }
        }

        private static String answer(String port, String part) throws Exception {
            try {
                URI health = URI.create("http://127.0.0.1:" + port + "/observe/health");
                return Integer.toString(
                        ServedPage.get(health, "/observe/health" + part).statusCode());
            } catch (ConnectException refused) {
                return "none";
            }
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
