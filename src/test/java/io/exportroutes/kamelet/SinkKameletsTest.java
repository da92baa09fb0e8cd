package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SshServer;
import io.exportroutes.ledger.Confirmation;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each destination Kamelet from its own file, with its properties under the destination's name, to its real server. */
class SinkKameletsTest {
    private static final byte[] BYTES = "an artifact".getBytes(StandardCharsets.UTF_8);
    private static final Content CONTENT = new BytesContent(BYTES, "application/zip", Map.of());
    private static final String KEY = "crm/nightly/${body} {{x}} ü.zip";

    @TempDir
    Path files;

    private final Properties properties = new Properties();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void anArtifactGoesToS3() throws Exception {
        try (S3Server server = S3Server.start("acme")) {
            set("s3", "archive", "bucket", "acme");
            set("s3", "archive", "endpoint", server.endpoint().toString());
            set("s3", "archive", "pathStyle", "true");
            set("s3", "archive", "accessKey", server.accessKey());
            set("s3", "archive", "secretKey", server.secretKey());
            assertThat(send("s3", "archive"))
                    .isEqualTo(new Stored("s3://acme/" + KEY, BYTES.length, Confirmation.DIGEST));
            assertThat(server.read("acme", KEY)).isEqualTo(BYTES);
            assertThatNowhereIs(server.secretKey());
        }
    }

    @Test
    void anArtifactGoesToSftpAndTheConnectionEndsWithTheContext() throws Exception {
        try (SshServer server = SshServer.start()) {
            set("sftp", "partner", "host", "127.0.0.1");
            set("sftp", "partner", "port", String.valueOf(server.port()));
            set("sftp", "partner", "username", server.username());
            set("sftp", "partner", "password", server.password());
            set(
                    "sftp",
                    "partner",
                    "knownHostsFile",
                    server.knownHostsFile(files.resolve("known_hosts")).toString());
            set("sftp", "partner", "directory", "/incoming");
            set("sftp", "partner", "create", "true");
            assertThat(send("sftp", "partner").location())
                    .isEqualTo("sftp://127.0.0.1:" + server.port() + "/incoming/" + KEY);
            assertThat(server.root().resolve("incoming").resolve(KEY)).hasBinaryContent(BYTES);
            assertThatNowhereIs(server.password());
            assertThat(server.connections()).isEqualTo(1);
            camel.stop();
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void anArtifactGoesToADirectory() throws Exception {
        set("file", "mirror", "directory", files.resolve("mirror").toString());
        set("file", "mirror", "create", "true");
        assertThat(send("file", "mirror").size()).isEqualTo(BYTES.length);
        assertThat(files.resolve("mirror").resolve(KEY)).hasBinaryContent(BYTES);
    }

    @Test
    void twoDestinationsOfOneTypeDoNotMix() throws Exception {
        for (String destination : new String[] {"first", "second"}) {
            set("file", destination, "directory", files.resolve(destination).toString());
            set("file", destination, "create", "true");
        }
        send("file", "first");
        assertThat(files.resolve("first").resolve(KEY)).exists();
        assertThat(files.resolve("second")).doesNotExist();
        Files.delete(files.resolve("first").resolve(KEY));
        send("file", "second");
        assertThat(files.resolve("second").resolve(KEY)).exists();
        assertThat(files.resolve("first").resolve(KEY)).doesNotExist();
    }

    /** Camel takes a destination's name for a bean of the same name in the Kamelet. */
    @ParameterizedTest
    @ValueSource(strings = {"store", "message", "server", "client", "request", "options"})
    void aDestinationMayHaveAnyName(String name) throws Exception {
        set("file", name, "directory", files.resolve(name).toString());
        set("file", name, "create", "true");
        assertThat(send("file", name).size()).isEqualTo(BYTES.length);
    }

    @Test
    void aPasswordMayHaveAnyCharacters() throws Exception {
        String password = "#hash %25+&{brace} $x ?y=z";
        try (SshServer server = SshServer.start(password)) {
            set("sftp", "odd", "host", "127.0.0.1");
            set("sftp", "odd", "port", String.valueOf(server.port()));
            set("sftp", "odd", "username", server.username());
            set("sftp", "odd", "password", password);
            set(
                    "sftp",
                    "odd",
                    "knownHostsFile",
                    server.knownHostsFile(files.resolve("known_hosts")).toString());
            assertThat(send("sftp", "odd").size()).isEqualTo(BYTES.length);
            assertThatNowhereIs(password);
        }
    }

    @Test
    void theFailureOfTheStoreReachesTheRoute() throws Exception {
        Path file = Files.writeString(files.resolve("file"), "no directory");
        set("file", "blocked", "directory", file.resolve("below").toString());
        Exchange exchange = exchange("file", "blocked");
        assertThat(ExportFailure.in(exchange.getException())).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void anyEndpointCanReadAnArtifactAsAStream() throws Exception {
        start();
        for (int attempt = 0; attempt < 2; attempt++) {
            try (InputStream in = camel.getTypeConverter().mandatoryConvertTo(InputStream.class, CONTENT)) {
                assertThat(in.readAllBytes()).isEqualTo(BYTES);
            }
        }
    }

    private void set(String type, String destination, String property, String value) {
        properties.setProperty("camel.kamelet." + type + "-artifact-sink." + destination + "." + property, value);
    }

    private Stored send(String type, String destination) throws Exception {
        Exchange exchange = exchange(type, destination);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getMandatoryBody(Stored.class);
    }

    private Exchange exchange(String type, String destination) throws Exception {
        start();
        return camel.createProducerTemplate().request("kamelet:" + type + "-artifact-sink/" + destination, exchange -> {
            exchange.getMessage().setHeader("ExportRoutesKey", KEY);
            exchange.getMessage().setHeader("ExportRoutesPart", "artifact");
            exchange.getMessage().setBody(CONTENT);
        });
    }

    private void start() {
        if (!camel.isStarted()) {
            camel.getPropertiesComponent().setInitialProperties(properties);
            camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
            camel.start();
        }
    }

    private void assertThatNowhereIs(String secret) {
        assertThat(camel.getEndpoints()).extracting(Endpoint::getEndpointUri).noneMatch(uri -> uri.contains(secret));
        assertThat(camel.getRoutes()).extracting(Route::toString).noneMatch(text -> text.contains(secret));
    }
}
