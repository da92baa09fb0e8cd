package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Point 19: the AWS SDK takes an endpoint from outside of exports.yaml too. */
class S3EnvironmentTest {
    /** Read like AWS_ENDPOINT_URL_S3, and before it. */
    private static final String ENDPOINT = "aws.endpointUrlS3";

    private final S3Store store = new S3Store();

    @BeforeEach
    void configure() {
        store.getOptions().setBucket("acme");
        store.getOptions().setRegion("eu-central-1");
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey("lab-access-key");
        store.getOptions().setSecretKey("secret");
    }

    @AfterEach
    void forget() {
        store.close();
        System.clearProperty(ENDPOINT);
    }

    @Test
    void plainHttpOffThisMachineHasToBeSaid() {
        System.setProperty(ENDPOINT, "http://s3.example.com:9000");

        assertThatThrownBy(this::put)
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("not_encrypted"))
                .hasMessageContaining("http://s3.example.com:9000", "AWS_ENDPOINT_URL");
    }

    @Test
    void whereItIsSaidItIsUsed() {
        System.setProperty(ENDPOINT, "http://nowhere.invalid:9000");
        store.getOptions().setInsecureHttp("true");

        assertThatThrownBy(this::put)
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("unknown_host"));
    }

    @Test
    void aServerNamedThereIsNotTakenForAws() throws IOException {
        try (S3Server server = S3Server.start("acme")) {
            System.setProperty(ENDPOINT, server.endpoint().toString());
            store.getOptions().setSecretKey(server.secretKey());
            put();

            assertThat(server.keys("acme")).containsExactly("a.zip");
            assertThat(store.getOptions().checksums()).as("sent to AWS alone").isFalse();
            assertThat(store).hasToString("S3Store[acme at " + server.endpoint() + "]");
        }
    }

    @Test
    void theDestinationsOwnEndpointGoesBeforeIt() throws IOException {
        try (S3Server server = S3Server.start("acme")) {
            System.setProperty(ENDPOINT, "http://s3.example.com:9000");
            store.getOptions().setEndpoint(server.endpoint().toString());
            store.getOptions().setSecretKey(server.secretKey());
            put();

            assertThat(server.keys("acme")).containsExactly("a.zip");
        }
    }

    private void put() throws IOException {
        byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
        store.put("a.zip", new BytesContent(bytes, "application/zip", Map.of()));
    }
}
