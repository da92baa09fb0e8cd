package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.s3.S3Options;
import io.exportroutes.delivery.s3.S3Store;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.testing.DocExamples;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application of someone else: the routes of docs/kamelets.md, the jar's content on its class path, and nothing of our
 * wiring.
 */
class OtherApplicationTest {
    private static final List<String> KAMELETS = List.of("create-export", "list-exports", "download-export");

    @TempDir
    private Path directory;

    private final ScriptedServer server = new ScriptedServer();
    private final S3Server s3 = S3Server.start("acme-backups");
    private final S3Store store = new S3Store();
    private final Main main = new Main();

    @BeforeEach
    void start() throws IOException {
        int file = 0;
        for (String example : DocExamples.in("docs/kamelets.md", "yaml", "- route:")) {
            Files.writeString(directory.resolve(++file + ".camel.yaml"), example);
        }
        main.configure().withRoutesIncludePattern("file:" + directory + "/*.camel.yaml");
        main.addInitialProperty("target.directory", directory.resolve("out").toString());
        for (String call : KAMELETS) {
            main.addInitialProperty("camel.kamelet.zangtable-" + call + "-action.baseUrl", server.baseUrl());
            main.addInitialProperty("camel.kamelet.zangtable-" + call + "-action.token", "pat_of_theirs");
        }
        sinks();
        main.start();
    }

    private void sinks() {
        main.addInitialProperty(
                "reports.directory", directory.resolve("reports").toString());
        String mirror = "camel.kamelet.file-artifact-sink.mirror.";
        main.addInitialProperty(
                mirror + "directory", directory.resolve("mirror").toString());
        main.addInitialProperty(mirror + "create", "true");
        String archive = "camel.kamelet.s3-artifact-sink.archive.";
        main.addInitialProperty(archive + "bucket", "acme-backups");
        main.addInitialProperty(archive + "endpoint", s3.endpoint().toString());
        main.addInitialProperty(archive + "pathStyle", "true");
        main.addInitialProperty(archive + "accessKey", s3.accessKey());
        main.addInitialProperty(archive + "secretKey", s3.secretKey());
        S3Options options = store.getOptions();
        options.setBucket("acme-backups");
        options.setEndpoint(s3.endpoint().toString());
        options.setPathStyle("true");
        options.setAccessKey(s3.accessKey());
        options.setSecretKey(s3.secretKey());
        main.bind("archiveClient", store.client());
    }

    @AfterEach
    void stop() {
        main.stop();
        store.close();
        s3.close();
        server.close();
    }

    @Test
    void itListsTheReadyExports() {
        server.answers(200, "application/json", ApiExamples.listing());

        List<?> exports = send("direct:ready-exports", "", List.class);

        assertThat(exports).isEqualTo(ApiExamples.data(ApiExamples.listing()).get("exports"));
        assertThat(server.request().uri()).isEqualTo("/projects/crm/exports?status=ready&limit=500&offset=0");
        assertThat(server.request().headers()).containsEntry("Authorization", "Bearer pat_of_theirs");
    }

    @Test
    void itAsksForExports() {
        server.answers(200, "application/json", ApiExamples.database());

        assertThat(send("direct:export-tables", "", Map.class)).containsEntry("status", "ready");
        assertThat(send("direct:export-schema", "", Map.class)).containsEntry("status", "ready");

        assertThat(server.requests().get(0).body())
                .contains("\"include_tables\":[\"contacts\",\"companies\"]", "\"format\":\"zip-csv\"");
        assertThat(server.requests().get(0).headers()).containsEntry("X-Operation-Key", "nightly-backup");
        assertThat(server.requests().get(1).uri()).isEqualTo("/projects/crm/export/schema");
        assertThat(server.requests().get(1).body()).isEqualTo("{\"format\":\"sql\"}");
    }

    @Test
    void itDownloadsIntoAFile() {
        server.answers(200, "application/zip", "the bytes");

        send("direct:fetch-export", "exp_1", Object.class);

        assertThat(directory.resolve("out/export.zip")).hasContent("the bytes");
        assertThat(server.request().uri()).isEqualTo("/projects/crm/export/download/exp_1");
    }

    @Test
    void itDeliversItsReports() throws IOException {
        Path report = Files.writeString(directory.resolve("report.csv"), "a,b");
        Files.move(report, Files.createDirectories(directory.resolve("reports")).resolve("report.csv"));

        await().untilAsserted(() -> assertThat(s3.keys("acme-backups")).contains("report.csv"));
        assertThat(directory.resolve("mirror/report.csv")).hasContent("a,b");
        assertThat(s3.read("acme-backups", "report.csv")).asString().isEqualTo("a,b");
    }

    @Test
    void itListsWhatTheBucketHolds() throws IOException {
        for (String key : new String[] {"reports/a.csv", "other/b.csv"}) {
            store.put(key, new BytesContent(new byte[] {1}, "text/csv", Map.of()));
        }

        List<?> objects = send("direct:list-reports", "", List.class);

        assertThat(objects.stream().map(object -> ((StoredObject) object).key()).toList())
                .containsExactly("reports/a.csv");
    }

    private <T> T send(String endpoint, Object body, Class<T> type) {
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            return template.requestBody(endpoint, body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
