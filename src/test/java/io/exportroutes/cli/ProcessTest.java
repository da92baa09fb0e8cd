package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.UnfinishedRuns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, the lock, what is printed where. */
class ProcessTest {
    @Test
    void theServiceSaysWhenItIsReadyAndStopsInOrder(@TempDir Path directory) throws Exception {
        try (Bench bench = new Bench(directory);
                Program service = new Program(bench, directory, Map.of("EXPORT_ROUTES_LOG", "json"), "run")) {
            soon().untilAsserted(() -> assertThat(service.out()).contains("health: "));
            assertThat(service.out())
                    .contains("ready: 6 jobs, 1 on a schedule")
                    .containsPattern("next: +nightly at \\d{4}-\\d\\d-\\d\\dT0[23]:00:00\\+0[12]:00");
            assertThat(health(service)).isEqualTo(200);
            assertThat(bench.run("once", "tables").status()).as("handed over").isZero();
            assertThat(bench.run("run").err()).contains("(pid " + service.pid() + ")");

            service.terminate();

            assertThat(service.status()).as("as the shell has it for SIGTERM").isEqualTo(143);
            assertThat(service.err().lines()).allMatch(line -> line.startsWith("{\"timestamp\""));
            assertThat(service.err()).contains("Asked to stop").contains("Stopped");
            assertThat(Engine.holder(bench.state())).isEmpty();
        }
    }

    @Test
    void whatIsInterruptedGoesOnAtTheNextStart(@TempDir Path directory) throws Exception {
        try (Bench bench = new Bench(directory)) {
            bench.sandbox().faults().plant("never-ready");
            interrupt(bench, directory, "continue at the next start", "deliveries in flight may finish");
            bench.sandbox().faults().clear();

            try (Engine next = bench.service()) {
                soon().until(() -> UnfinishedRuns.of(next.appContext().ledger()).isEmpty());

                assertThat(next.appContext().ledger().runs().recent("tables", 9))
                        .singleElement()
                        .extracting(Run::state)
                        .isEqualTo(RunState.SUCCEEDED);
            }
            assertThat(bench.sandbox().calls())
                    .filteredOn(call -> call.method().equals("POST"))
                    .as("exports that the API was asked for")
                    .hasSize(1);
        }
    }

    @Test
    void whoFollowsTheServiceIsToldWhenInterrupted(@TempDir Path directory) throws Exception {
        try (Bench bench = new Bench(directory);
                Engine service = bench.service()) {
            bench.sandbox().faults().plant("never-ready");
            interrupt(
                    bench,
                    directory,
                    "The service continues: export-routes show tables-",
                    "the service continues the work");
            assertThat(UnfinishedRuns.of(service.appContext().ledger())).hasSize(1);
        }
    }

    private static void interrupt(Bench bench, Path directory, String told, String logged) throws Exception {
        try (Program once = new Program(bench, directory, Map.of(), "once", "tables", "--verbose")) {
            soon().untilAsserted(() -> assertThat(once.err()).contains("is there"));

            once.interrupt();

            assertThat(once.status()).isEqualTo(130);
            assertThat(once.err()).contains(told, "Asked to stop: " + logged).doesNotContain("\tat ");
            assertThat(bench.run("runs").out()).containsPattern("tables-\\S+ +(EXPORTING|TRANSFERRING)");
        }
    }

    @Test
    void onATerminalThereAreBarsAndLogLinesComeAfterThem(@TempDir Path directory) throws Exception {
        Map<String, String> terminal =
                Map.of("JDK_JAVA_OPTIONS", "-Dexportroutes.terminal=true", "TERM", "xterm", "COLUMNS", "120");
        try (Bench bench = new Bench(directory);
                Program once = new Program(bench, directory, terminal, "once", "half", "--verbose")) {
            assertThat(once.status()).isEqualTo(3);

            assertThat(once.err())
                    .containsPattern("download +100%")
                    .containsPattern("good +100%.* delivered")
                    .containsPattern("Run half-\\S+ made export exp_")
                    .doesNotContainPattern("(?s)made export exp_.*100%");
        }
    }

    @Test
    void theDemoTellsItsStoryToTheEnd(@TempDir Path directory) throws Exception {
        try (Program demo = new Program(directory, Map.of(), List.of("demo"))) {
            assertThat(demo.status()).as(() -> demo.out() + demo.err()).isZero();

            assertThat(demo.out())
                    .contains("replaying from the spool", "What landed where, read back from each server:")
                    .contains("Every copy has the SHA-256 of the verified artifact.")
                    .doesNotContain("DIFFERS", "nothing arrived");
            assertThat(demo.err()).as("nothing unexpected").doesNotContain("\tat ", "taken over");
        }
    }

    @Test
    void aTakenAddressEndsTheServiceAtOnceAndNamesTheSetting(@TempDir Path directory) throws Exception {
        try (Bench bench = new Bench(directory);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    bench.config().resolve("application.properties"),
                    "camel.management.port=" + taken.getLocalPort() + "\n");

            Bench.Outcome outcome = bench.run("run");

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains("cannot be served at http://127.0.0.1:" + taken.getLocalPort())
                    .contains("camel.management.port");
            assertThat(Engine.holder(bench.state())).isEmpty();
        }
    }

    private static int health(Program service) throws IOException, InterruptedException {
        Matcher address = Pattern.compile("health: (\\S+)").matcher(service.out());
        assertThat(address.find()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address.group(1))).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofMinutes(5));
    }
}
