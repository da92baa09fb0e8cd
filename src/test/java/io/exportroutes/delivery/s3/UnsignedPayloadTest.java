package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.lab.servers.PatientProxy;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server is told of the payload, and that it still checks everything else. */
class UnsignedPayloadTest {
    private static final byte[] BYTES = "0123456789".repeat(7_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "false, when-required, UNSIGNED-PAYLOAD",
        "false, when-supported, UNSIGNED-PAYLOAD",
        "true, when-supported, STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "true, when-required, STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    })
    void theServerIsToldWhatIsSigned(String sign, String checksum, String told) {
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl(), "key", "secret")) {
            store.getOptions().setSignPayload(sign);
            store.getOptions().setChecksum(checksum);
            server.answers(503, "application/xml", "");

            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(BYTES))).isNotNull();

            assertThat(server.requests().get(0).headers()).containsEntry("X-amz-content-sha256", told);
        }
    }

    @Test
    void aRealServerTakesIt() throws IOException {
        try (S3Server server = S3Server.start("acme");
                S3Store store = store(server.endpoint().toString(), server.accessKey(), server.secretKey())) {
            store.getOptions().setSignPayload("false");
            store.put("a.zip", TestContent.of(BYTES));

            assertThat(server.read("acme", "a.zip")).isEqualTo(BYTES);
        }
    }

    @Test
    void aWrongSecretIsStillRefused() {
        try (S3Server server = S3Server.start("acme");
                PatientProxy proxy = PatientProxy.start(server.endpoint().getPort());
                S3Store store = store("http://127.0.0.1:" + proxy.port(), server.accessKey(), "not-the-secret")) {
            store.getOptions().setSignPayload("false");

            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(BYTES)))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("login_refused"));
            assertThat(server.keys("acme")).isEmpty();
        }
    }

    private static S3Store store(String endpoint, String accessKey, String secretKey) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(endpoint);
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey(accessKey);
        store.getOptions().setSecretKey(secretKey);
        return store;
    }
}
