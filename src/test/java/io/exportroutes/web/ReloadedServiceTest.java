package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.AppContext;
import io.exportroutes.ledger.Reloads;
import io.exportroutes.ledger.Reloads.Answer;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Page, API, health and metrics while a changed exports.yaml is taken in. */
class ReloadedServiceTest {
    private static final String SUCCEEDED = "export_routes_runs_total{outcome=\"succeeded\"} ";

    @TempDir
    private Path directory;

    @Test
    void nobodyFindsTheDoorClosedAndWhatIsBehindItIsNew() throws Exception {
        try (WebService service = new WebService(directory, "");
                Socket page = listen(service)) {
            service.once("nightly", RunState.SUCCEEDED);
            change(service, "by-hand:", "renamed:");
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            AtomicBoolean over = new AtomicBoolean();
            Thread prober = new Thread(() -> probe(service, seen, over));
            prober.start();

            service.engine().reload("test");
            Awaitility.await().until(() -> service.get("/api/v1/jobs/renamed").status() == 200);
            Awaitility.await().until(() -> service.engine().generations() == 1);
            over.set(true);
            prober.join();

            assertThat(seen).as("answers of readiness").containsExactly(200);
            assertThat(service.get("/api/v1/jobs/by-hand").status()).isEqualTo(404);
            assertThat(rest(page)).as("the page that listened comes back").endsWith("0\r\n\r\n");
            assertThat(metrics(service)).contains(SUCCEEDED + "1.0");
            service.once("nightly", RunState.SUCCEEDED);
            assertThat(metrics(service)).contains(SUCCEEDED + "2.0");
        }
    }

    @Test
    void anotherAddressNeedsARestart() throws Exception {
        try (WebService service = new WebService(directory, "web: {listen: \"127.0.0.1:PORT\"}\n")) {
            change(service, "listen: \"127.0.0.1:" + service.port(), "listen: \"127.0.0.1:1");
            change(service, "by-hand:", "renamed:");

            AppContext app = service.engine().appContext();
            Reloads reloads = app.ledger().nodes().reloads();
            reloads.ask("request", List.of(app.node()));
            Answer answer =
                    Awaitility.await().until(() -> reloads.of("request").get(0).answer(), Objects::nonNull);

            assertThat(answer.failure().code()).isEqualTo("restart_needed");
            assertThat(answer.failure().message()).contains("127.0.0.1:1, not 127.0.0.1:" + service.port());
            assertThat(service.get("/api/v1/jobs/by-hand").status()).isEqualTo(200);
            assertThat(service.get("/api/v1/jobs/renamed").status()).isEqualTo(404);
            assertThat(service.engine().generations()).isEqualTo(1);
        }
    }

    private static void change(WebService service, String before, String after) throws IOException {
        Path file = service.site().config().resolve("exports.yaml");
        Files.writeString(file, Edit.text(Files.readString(file), before, after));
    }

    private static void probe(WebService service, Set<Integer> seen, AtomicBoolean over) {
        while (!over.get()) {
            try {
                seen.add(service.get("/observe/health/ready").status());
            } catch (IOException refused) {
                seen.add(0);
            }
        }
    }

    private static Socket listen(WebService service) throws IOException {
        Socket socket = service.open();
        socket.getOutputStream()
                .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RawHttp.readUntil(socket, "retry: 5000\n\n");
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return RawHttp.readUntil(socket, "0\r\n\r\n");
    }

    private static String metrics(WebService service) throws IOException {
        return service.get("/observe/metrics").body();
    }
}
