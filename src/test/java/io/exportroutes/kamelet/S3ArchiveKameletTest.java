package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.s3.S3Options;
import io.exportroutes.delivery.s3.S3Store;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.S3Server;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a store wrote is listed, looked up, read and deleted through Camel's S3 component, on the store's own client. */
class S3ArchiveKameletTest {
    private static final byte[] BYTES = "an artifact".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "crm/nightly/a {{x}} ü.zip";

    private final S3Server server = S3Server.start("acme");
    private final S3Store store = new S3Store();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        S3Options options = store.getOptions();
        options.setBucket("acme");
        options.setEndpoint(server.endpoint().toString());
        options.setPathStyle("true");
        options.setAccessKey(server.accessKey());
        options.setSecretKey(server.secretKey());
        put(KEY);
        camel.getRegistry().bind("archiveClient", store.client());
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        store.close();
        server.close();
    }

    @Test
    void theObjectsOfABucketAreListed() throws Exception {
        put("crm/hourly/b.zip");

        assertThat(listed(Map.of())).containsExactly("crm/hourly/b.zip", KEY);
        assertThat(listed(Map.of(SinkHeaders.KEY, "crm/nightly/"))).containsExactly(KEY);
        assertThat(listed(Map.of(SinkHeaders.KEY, "crm/weekly/"))).isEmpty();
        assertThat(listed(Map.of(S3ArchiveCall.AFTER, "crm/hourly/b.zip"))).containsExactly(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "${sysenv.HOME}/a.zip", "$simple{sysenv.HOME}.zip"})
    void anObjectIsLookedUpReadAndDeletedByItsOwnKey(String key) throws Exception {
        put(key);

        assertThat(done("headObject", key).getMessage().getBody(HeadObjectResponse.class))
                .extracting(HeadObjectResponse::contentLength)
                .isEqualTo((long) BYTES.length);
        try (InputStream bytes = done("getObject", key).getMessage().getBody(InputStream.class)) {
            assertThat(bytes.readAllBytes()).isEqualTo(BYTES);
        }
        done("deleteObject", key);

        assertThat(server.keys("acme")).doesNotContain(key).hasSize(key.equals(KEY) ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"headObject", "getObject"})
    void anObjectThatIsNotThereIsAFailureOfOurs(String operation) {
        assertThat(failure(operation, "crm/none.zip"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("s3://acme/crm/none.zip")
                .extracting(ExportFailure::code)
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listObjects", "headObject", "getObject", "deleteObject"})
    void aServerThatIsDownIsAFailureOfOurs(String operation) {
        server.down();

        assertThat(failure(operation, KEY))
                .isInstanceOf(TransientFailure.class)
                .extracting(ExportFailure::code)
                .as("the connection of before, or a new one")
                .isIn("connection_lost", "connection_refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../acme", "", "/a", "a\\b"})
    void whatCanBeNoKeyIsRefusedBeforeTheCall(String key) {
        server.down();

        assertThat(failure("deleteObject", key))
                .isInstanceOf(PermanentFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("key_invalid");
    }

    @Test
    void aHeaderOfTheComponentNamesNoOtherObject() {
        Map<String, Object> headers = new HashMap<>(Map.of(SinkHeaders.KEY, "crm/none.zip", "CamelAwsS3Key", KEY));
        headers.put("CamelAwsS3BucketName", "other");
        headers.put("CamelAwsS3OverrideBucketName", "other");
        headers.put("CamelAwsS3Operation", "deleteBucket");

        assertThat(call("deleteObject", headers).getException()).isNull();
        assertThat(server.keys("acme")).containsExactly(KEY);
    }

    private void put(String key) throws Exception {
        store.put(key, new BytesContent(BYTES, "application/zip", Map.of()));
    }

    private List<String> listed(Map<String, Object> headers) {
        Exchange exchange = call("listObjects", headers);
        assertThat(exchange.getException()).isNull();
        List<?> objects = exchange.getMessage().getBody(List.class);
        return objects.stream().map(object -> ((S3Object) object).key()).toList();
    }

    private Exchange done(String operation, String key) {
        Exchange exchange = call(operation, Map.of(SinkHeaders.KEY, key));
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private ExportFailure failure(String operation, String key) {
        Exchange exchange = call(operation, Map.of(SinkHeaders.KEY, key));
        ExportFailure failure = ExportFailure.in(exchange.getException());
        if (failure == null) {
            throw new AssertionError("A failure of ours was expected", exchange.getException());
        }
        return failure;
    }

    private Exchange call(String operation, Map<String, Object> headers) {
        String uri = "kamelet:s3-archive-action/" + operation + "?bucket=acme&client=archiveClient&operation=";
        return camel.createProducerTemplate()
                .request(uri + operation, exchange -> exchange.getMessage().setHeaders(new HashMap<>(headers)));
    }
}
