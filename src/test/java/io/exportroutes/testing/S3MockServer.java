package io.exportroutes.testing;

import io.exportroutes.lab.servers.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Adobe's S3Mock in a process of its own: a second implementation of S3. It checks no signature. The profile soak unpacks it, as it
 * takes long to start.
 */
public final class S3MockServer implements AutoCloseable {
    private static final Path JAR = Path.of("target/s3mock/s3mock.jar");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private S3MockServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static S3MockServer start() throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("There is no " + JAR + ": run it with -Psoak");
        }
        int port = FreePort.find();
        Process process = new ProcessBuilder(List.of(
                        Java.tool("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.httpPort=" + port))
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains("Started S3MockApplication")) {
                Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}), "s3mock-output");
                rest.setDaemon(true);
                rest.start();
                return new S3MockServer(process, port);
            }
        }
        throw new IOException("S3Mock ended before it had started");
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** As any client may: {@code path} with its query, encoded. */
    public HttpResponse<String> call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint().resolve(path)).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
