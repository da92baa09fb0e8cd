package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.ScriptedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead man's switch hears of runs. */
class HeartbeatsTest {
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [archive, ops]}";

    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServiceTellsTheBeginningAndTheEndOfEachRunUnderOneId() throws Exception {
        server.answers(200, "text/plain", "OK");
        try (Journey journey = new Journey(directory)) {
            Run run =
                    hearing(journey).begin(NIGHTLY, EngineOptions.Mode.SERVICE).once("nightly");

            Awaitility.await().until(() -> paths().contains("/ping/nightly"));
            assertThat(paths())
                    .endsWith("/ping/nightly")
                    .hasSizeBetween(1, 2)
                    .first()
                    .asString()
                    .startsWith("/ping/nightly");
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request.uri()).endsWith("?rid=" + rid(0)));
            assertThat(UUID.fromString(rid(0)).version()).isEqualTo(5);
            assertThat(text(server.requests().size() - 1))
                    .startsWith("Run " + run.id() + " of nightly")
                    .contains(": SUCCEEDED", "export-routes show " + run.id());
        }
    }

    /** Whoever starts runs by cron has no service that could tell it later. */
    @Test
    void aCommandTellsHowItsRunEndedBeforeItEnds() throws Exception {
        server.answers(200, "text/plain", "OK");
        try (Journey journey = new Journey(directory)) {
            hearing(journey).begin(NIGHTLY).once("nightly");
            journey.stop();

            assertThat(paths()).endsWith("/ping/nightly");
        }
    }

    @Test
    void aRunThatFailedIsTold() throws Exception {
        server.answers(200, "text/plain", "OK");
        try (Journey journey = new Journey(directory)) {
            journey.site().s3().down();
            Run run = hearing(journey).begin(NIGHTLY).once("nightly");
            journey.stop();

            assertThat(run.state()).isIn(RunState.PARTIAL, RunState.FAILED);
            assertThat(paths()).endsWith("/ping/nightly/fail");
        }
    }

    @Test
    void aMailThatDidNotArriveIsNoMissingCopy() throws Exception {
        server.answers(200, "text/plain", "OK");
        try (Journey journey = new Journey(directory)) {
            journey.site().smtp().down();
            Run run = hearing(journey)
                    .with("attach-up-to: 10MB", "attach-up-to: 1KB")
                    .begin(NIGHTLY)
                    .once("nightly");
            journey.stop();

            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(paths()).endsWith("/ping/nightly");
        }
    }

    @Test
    void anAddressThatRefusesFailsNoRunAndIsToldLater() throws Exception {
        server.answers(503, "text/plain", "later");
        try (Journey journey = new Journey(directory)) {
            Run run = hearing(journey).begin(NIGHTLY).once("nightly");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            journey.stop();
            assertThat(paths()).isNotEmpty();
            int refused = server.requests().size();
            server.answers(200, "text/plain", "OK");

            journey.restart(EngineOptions.Mode.SERVICE);

            assertThat(journey.ledger().runs().find(run.id()).orElseThrow().state())
                    .isEqualTo(RunState.SUCCEEDED);
            Awaitility.await().until(() -> server.requests().size() > refused);
            assertThat(paths()).endsWith("/ping/nightly");
        }
    }

    @Test
    void nobodyAtTheAddressFailsNoRun() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = hearing(journey, "http://127.0.0.1:" + FreePort.find() + "/{job}")
                    .begin(NIGHTLY)
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aJobMayHaveAnAddressOfItsOwn() throws Exception {
        server.answers(200, "text/plain", "OK");
        try (Journey journey = new Journey(directory)) {
            journey.begin("nightly: {project: crm, export: database, destinations: [archive], heartbeat: {url: \""
                            + server.baseUrl()
                            + "/own?key=secret\", start: false}}\n"
                            + "other: {project: crm, export: schema, destinations: [archive]}")
                    .once("nightly");
            journey.once("other");
            journey.stop();

            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().get(0).uri()).startsWith("/own?key=secret&rid=");
        }
    }

    private Journey hearing(Journey journey) {
        return hearing(journey, server.baseUrl() + "/ping/{job}");
    }

    private static Journey hearing(Journey journey, String url) {
        return journey.with("version: 1", "version: 1\nheartbeat: {url: \"" + url + "\"}");
    }

    private List<String> paths() {
        return server.requests().stream()
                .map(request -> request.uri().replaceFirst("\\?.*", ""))
                .toList();
    }

    private String rid(int number) {
        return server.requests().get(number).uri().replaceFirst(".*rid=", "");
    }

    private String text(int number) {
        return server.requests().get(number).body();
    }
}
