package io.exportroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.lab.servers.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A real Prometheus server, which scrapes the given addresses each second. */
public final class PrometheusServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;

    private PrometheusServer(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Whether this machine has one. */
    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts it, and returns once it answers.
     *
     * @param targets each as host:port
     */
    public static PrometheusServer start(Path folder, Path rules, List<String> targets) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: export-routes
                    metrics_path: /observe/metrics
                    static_configs: [{targets: [%s]}]
                """.formatted(
                        rules.toAbsolutePath(),
                        targets.stream().map(target -> "\"" + target + "\"").collect(Collectors.joining(", "))));
        String address = "127.0.0.1:" + FreePort.find();
        Path output = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, URI.create("http://" + address));
        Awaitility.await("Prometheus, whose output is in " + output)
                .ignoreExceptions()
                .until(() -> server.ask("/-/ready").statusCode() == 200);
        return server;
    }

    /** The series, each with its labels and its value now; fails with Prometheus's reason where it takes the expression for wrong. */
    public List<JsonNode> query(String expression) throws IOException {
        return list(answer("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result"));
    }

    /** The rules that it evaluates, each with its health. */
    public List<JsonNode> rules() throws IOException {
        return list(answer("/api/v1/rules").at("/data/groups/0/rules"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private JsonNode answer(String path) throws IOException {
        HttpResponse<String> answer = ask(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " was refused: " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> ask(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
