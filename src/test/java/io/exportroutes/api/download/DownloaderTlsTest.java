package io.exportroutes.api.download;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.Java;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API with a certificate of its own: refused by name, unless the process is told to trust it. */
@Timeout(180)
class DownloaderTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedByName() throws Exception {
        try (Api api = Api.start(keys("IP:127.0.0.1"));
                Downloader downloader = DownloaderTest.open(DownloaderTest.config(api.url()))) {
            ExportFailure failure = catchThrowableOfType(
                    ExportFailure.class, () -> downloader.fetch(TlsFetch.CALL, new MemoryTarget(), () -> {}));

            assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("127.0.0.1");
            assertThat(failure.code()).isEqualTo("certificate_untrusted");
        }
    }

    @Test
    void aCertificateInTheTrustStoreOfTheProcessIsTrusted() throws Exception {
        Path keys = keys("IP:127.0.0.1");
        try (Api api = Api.start(keys)) {
            assertThat(fetchTrusting(keys, api.url())).isEqualTo("hello");
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefusedByName() throws Exception {
        Path keys = keys("DNS:api.example.com");
        try (Api api = Api.start(keys)) {
            assertThat(fetchTrusting(keys, api.url())).isEqualTo("certificate_untrusted");
        }
    }

    /** A key and a certificate that signs itself, made by the JDK's own tool. */
    private Path keys(String host) throws Exception {
        Path file = folder.resolve("keys.p12");
        run(List.of(
                Java.tool("keytool"),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "SAN=" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        return file;
    }

    private static String fetchTrusting(Path trusted, URI url) throws Exception {
        List<String> command =
                Java.command("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        command.addAll(List.of(TlsFetch.class.getName(), url.toString()));
        return run(command);
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Answers everything with {@code hello}, over TLS. */
    private record Api(HttpsServer server) implements AutoCloseable {
        static Api start(Path keys) throws Exception {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, 5);
                    exchange.getResponseBody().write("hello".getBytes(US_ASCII));
                }
            });
            server.start();
            return new Api(server);
        }

        private static SSLContext context(Path keys) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(keys)) {
                store.load(file, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }

        URI url() {
            return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() throws IOException {
            server.stop(0);
        }
    }
}
