package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.Confirmation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another Camel application sends to a sink: the bodies that it has, and what its headers say of them. */
class SinkBodiesTest {
    private static final byte[] BYTES = new byte[300_000];
    private static final String SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    static {
        new Random(9).nextBytes(BYTES);
    }

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CountDownLatch polled = new CountDownLatch(1);
    private final Map<String, Object> headers = new HashMap<>(Map.of("ExportRoutesKey", "a/b.bin"));
    private List<Path> before = List.of();

    @BeforeEach
    void start() throws Exception {
        before = keptStreams();
        camel.getPropertiesComponent()
                .addInitialProperty(
                        "camel.kamelet.file-artifact-sink.directory",
                        folder.resolve("out").toString());
        camel.getPropertiesComponent().addInitialProperty("camel.kamelet.file-artifact-sink.create", "true");
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.addRoutes(routes());
        camel.start();
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> unblock()));
                from("direct:cached").to("kamelet:file-artifact-sink");
                from("direct:uncached").streamCache("false").to("kamelet:file-artifact-sink");
                from("direct:one-after-the-other")
                        .to("kamelet:file-artifact-sink")
                        .setHeader(Exchange.FILE_NAME, constant("second"))
                        .setBody(constant("second"))
                        .to("kamelet:file-artifact-sink");
                from("file:" + folder.resolve("in") + "?initialDelay=0&delay=20&recursive=true")
                        .to("kamelet:file-artifact-sink")
                        .process(exchange -> polled.countDown());
            }
        };
    }

    private void unblock() throws IOException {
        if (Files.isRegularFile(folder.resolve("out"))) {
            Files.delete(folder.resolve("out"));
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** The kinds of body, and the route that each comes through. */
    enum Kind {
        FILE("direct:uncached"),
        PATH("direct:uncached"),
        BYTES("direct:uncached"),
        STREAM("direct:uncached"),
        CACHED_STREAM("direct:cached");

        private final String route;

        Kind(String route) {
            this.route = route;
        }

        Object of(Path file) throws IOException {
            return switch (this) {
                case FILE -> file.toFile();
                case PATH -> file;
                case BYTES -> Files.readAllBytes(file);
                case STREAM, CACHED_STREAM -> new ByteArrayInputStream(Files.readAllBytes(file));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfBodyIsDelivered(Kind kind) throws Exception {
        Path source = Files.write(folder.resolve("source"), BYTES);
        headers.put("ExportRoutesSize", BYTES.length);

        assertThat(deliver(kind.route, kind.of(source))).isEqualTo(stored("a/b.bin", BYTES.length));

        assertThat(folder.resolve("out/a/b.bin")).hasBinaryContent(BYTES);
        assertThat(source).hasBinaryContent(BYTES);
        assertThat(keptStreams()).isEqualTo(before);
    }

    @Test
    void aTextIsDeliveredInItsCharset() throws Exception {
        deliver("direct:uncached", "\"grün\"");
        assertThat(folder.resolve("out/a/b.bin")).hasBinaryContent("\"grün\"".getBytes(StandardCharsets.UTF_8));

        headers.put(Exchange.CHARSET_NAME, "ISO-8859-1");
        deliver("direct:uncached", "grün");
        assertThat(folder.resolve("out/a/b.bin")).hasBinaryContent("grün".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatTheFileComponentReadsKeepsItsNameAndBytes() throws Exception {
        Path source = folder.resolve("in/crm/${body} {{x}}.zip");
        Files.createDirectories(Objects.requireNonNull(source.getParent()));
        Files.move(Files.write(folder.resolve("source"), BYTES), source);

        // Generous: it ends when the file is there, and on no other machine would it be of use to end it earlier.
        assertThat(polled.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out/crm/${body} {{x}}.zip")).hasBinaryContent(BYTES);
    }

    @Test
    void theNameOfOneFileIsNotTheKeyOfTheNext() throws Exception {
        headers.clear();
        headers.put(Exchange.FILE_NAME, "first");
        assertThat(deliver("direct:one-after-the-other", "first")).isEqualTo(stored("second", 6));
        assertThat(folder.resolve("out/first")).hasContent("first");
    }

    @Test
    void aBodyThatIsNotWhatItsHeadersSayIsRefused() throws Exception {
        headers.put("ExportRoutesSize", 2);
        assertThat(refused("direct:uncached", "a")).isEqualTo("source_differs");
        headers.put("ExportRoutesSize", 1);
        headers.put("ExportRoutesSha256", SHA256_OF_A);
        assertThat(refused("direct:uncached", "b")).isEqualTo("source_differs");
        assertThat(deliver("direct:uncached", "a")).isEqualTo(stored("a/b.bin", 1));
    }

    @Test
    void aStreamThatNobodyCachedNeedsALength() throws Exception {
        assertThat(refused("direct:uncached", stream("ab"))).isEqualTo("body_unsupported");
        headers.put(Exchange.CONTENT_LENGTH, 2);
        assertThat(deliver("direct:uncached", stream("ab"))).isEqualTo(stored("a/b.bin", 2));
        assertThat(keptStreams()).isEqualTo(before);
    }

    /** What is left of the stream itself at the second try, nothing, must not become an empty file. */
    @ParameterizedTest
    @ValueSource(strings = {"direct:cached", "direct:uncached"})
    void aFurtherTryHasTheWholeStream(String route) throws Exception {
        Files.writeString(folder.resolve("out"), "no directory, until the second try");
        headers.put("ExportRoutesSize", 2);

        assertThat(deliver(route, stream("ab"))).isEqualTo(stored("a/b.bin", 2));

        assertThat(folder.resolve("out/a/b.bin")).hasContent("ab");
        assertThat(keptStreams()).isEqualTo(before);
    }

    @Test
    void aStreamThatEndsEarlyIsNoArtifact() throws Exception {
        headers.put("ExportRoutesSize", 3);
        InputStream stream = stream("ab");
        ExportFailure failure = failure("direct:uncached", stream);
        assertThat(failure.code()).isEqualTo("body_unsupported");
        assertThat(folder.resolve("out/a/b.bin")).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereOrIsNoFileIsRefused() throws Exception {
        assertThat(refused("direct:uncached", folder.resolve("none"))).isEqualTo("source_missing");
        assertThat(refused("direct:uncached", folder.toFile())).isEqualTo("source_missing");
    }

    @Test
    void withoutKeyOrArtifactNothingIsWritten() throws Exception {
        assertThat(refused("direct:uncached", 42)).isEqualTo("body_unsupported");
        assertThat(refused("direct:uncached", null)).isEqualTo("body_unsupported");
        headers.put("ExportRoutesKey", "../out/a/b.bin");
        assertThat(refused("direct:uncached", "a")).isEqualTo("key_invalid");
        headers.clear();
        assertThat(refused("direct:uncached", "a")).isEqualTo("key_missing");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Stored stored(String key, long size) {
        return new Stored(folder.resolve("out").resolve(key).toString(), size, Confirmation.SIZE);
    }

    private Stored deliver(String route, Object body) throws Exception {
        Exchange exchange = send(route, body);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getMandatoryBody(Stored.class);
    }

    private String refused(String route, @Nullable Object body) {
        String code = failure(route, body).code();
        assertThat(Files.exists(folder.resolve("out/a/b.bin"))).isFalse();
        return code;
    }

    private ExportFailure failure(String route, @Nullable Object body) {
        return Objects.requireNonNull(ExportFailure.in(send(route, body).getException()), "a failure was expected");
    }

    private Exchange send(String route, @Nullable Object body) {
        return camel.createProducerTemplate().request(route, exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    private static List<Path> keptStreams() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("export-routes-.*\\.stream"))
                    .sorted()
                    .toList();
        }
    }
}
