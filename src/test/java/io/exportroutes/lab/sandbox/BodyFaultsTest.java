package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the downloaded bytes. */
class BodyFaultsTest {
    private static final String BYTES = "0123456789";

    private Sandbox sandbox;
    private SandboxClient client;
    private String id;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = new SandboxClient(sandbox);
        id = sandbox.addExport(PlantedExport.database("crm", BYTES.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"truncate=4,10", "wrong-length=5,15", "truncate=0,10"})
    void aBodyThatEndsBeforeItsContentLength(String fault, String promised) throws Exception {
        sandbox.faults().plant(fault + "x2");

        assertThat(open(60_000).getHeaderField("Content-Length")).isEqualTo(promised);
        assertThatThrownBy(() -> client.download(id)).isInstanceOf(IOException.class);
        assertThat(client.download(id).body()).asString().isEqualTo(BYTES);
    }

    @Test
    void aBodyOfUnknownLengthThatEndsBeforeItsLastChunk() {
        sandbox.faults().plant("no-length");
        sandbox.faults().plant("truncate=4");

        assertThatThrownBy(() -> client.download(id)).isInstanceOf(IOException.class);
    }

    @Test
    void aContentLengthThatIsTooShort() throws Exception {
        sandbox.faults().plant("wrong-length=-4");

        assertThat(client.download(id).body()).asString().isEqualTo("012345");
        assertThat(json(client.get("exports")).at("/data/exports/0/size_bytes").asInt())
                .isEqualTo(10);
    }

    @Test
    void aBodyOfUnknownLength() throws Exception {
        sandbox.faults().plant("no-length");

        HttpResponse<byte[]> response = client.download(id);

        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(response.body()).asString().isEqualTo(BYTES);
    }

    @Test
    void aByteThatIsFlippedIsFlippedInEachRangeThatHoldsIt() throws Exception {
        sandbox.faults().plant("corrupt=7");

        assertThat(client.download(id).body()).asString().isEqualTo("0123456b89");
        assertThat(client.download(id, "Range", "bytes=6-").body()).asString().isEqualTo("6b89");
        assertThat(client.download(id, "Range", "bytes=0-6").body()).asString().isEqualTo("0123456");
    }

    @Test
    void aBodyThatStallsKeepsTheConnection() throws Exception {
        sandbox.faults().plant("stall=4");

        // The first bytes wait for nothing but the turn of the sandbox's thread, for 5 s on no machine.
        try (InputStream body = open(5_000).getInputStream()) {
            assertThat(body.readNBytes(4)).asString().isEqualTo("0123");
            assertThatThrownBy(body::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aBodyThatDripsTakesItsTime() throws Exception {
        sandbox.faults().plant("drip=20");
        long begin = System.nanoTime();

        assertThat(client.download(id).body()).asString().isEqualTo(BYTES);

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(450_000_000L);
    }

    @Test
    void aRangeThatIsIgnored() throws Exception {
        sandbox.faults().plant("ignore-rangex1");
        client.download(id);

        HttpResponse<byte[]> response = client.download(id, "Range", "bytes=4-");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo(BYTES);
        assertThat(client.download(id, "Range", "bytes=4-").statusCode()).isEqualTo(206);
    }

    @Test
    void aRangeThatBeginsElsewhereThanAskedFor() throws Exception {
        sandbox.faults().plant("wrong-range=2");

        HttpResponse<byte[]> response = client.download(id, "Range", "bytes=4-");

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range")).contains("bytes 2-7/10");
        assertThat(response.body()).asString().isEqualTo("234567");
    }

    @ParameterizedTest
    @ValueSource(strings = {"traversal", "crlf", "long", "CON\u0000.zip"})
    void aNameThatIsAnAttack(String name) throws Exception {
        sandbox.faults().plant("evil-name=" + name);

        String listed =
                json(client.get("exports")).at("/data/exports/0/download_name").asText();
        HttpResponse<byte[]> response = client.download(id);

        switch (name) {
            case "traversal" -> assertThat(listed).isEqualTo("../../etc/passwd");
            case "crlf" -> assertThat(listed).contains("\r\n");
            case "long" -> assertThat(listed).hasSize(4096);
            default -> assertThat(listed).isEqualTo(name);
        }
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Injected")).isEmpty();
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"" + listed.replaceAll("\\p{Cntrl}", "_") + "\"");
    }

    private HttpURLConnection open(int readTimeoutMillis) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) client.uri("export/download/" + id).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + sandbox.token());
        connection.setReadTimeout(readTimeoutMillis);
        return connection;
    }
}
