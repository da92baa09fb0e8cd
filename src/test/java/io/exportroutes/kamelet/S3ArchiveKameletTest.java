package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.s3.S3Options;
import io.exportroutes.delivery.s3.S3Store;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.S3Server;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through Camel's S3 component, on the client that the sink's properties make, or on one of the application's. */
class S3ArchiveKameletTest extends ArchiveKameletContract {
    private final S3Server server = S3Server.start("acme");

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    String type() {
        return "s3";
    }

    @Override
    Map<String, String> destination() {
        return Map.of(
                "bucket",
                "acme",
                "endpoint",
                server.endpoint().toString(),
                "pathStyle",
                "true",
                "checksum",
                "when-supported",
                "accessKey",
                server.accessKey(),
                "secretKey",
                server.secretKey(),
                "partSize",
                "8MiB");
    }

    @Override
    boolean tellsSha256() {
        return true;
    }

    @Override
    Map.Entry<String, String> nowhere() {
        return Map.entry("bucket", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "head", "get", "delete"})
    void aServerThatIsDownIsAFailureOfOurs(String operation) {
        server.down();

        assertThat(failure(operation, KEY))
                .isInstanceOf(TransientFailure.class)
                .extracting(ExportFailure::code)
                .as("the connection of before, or a new one")
                .isIn("connection_lost", "connection_refused");
    }

    @Test
    void aHeaderOfTheComponentNamesNoOtherObject() {
        put(KEY);
        Map<String, Object> headers = new HashMap<>(Map.of(SinkHeaders.KEY, "crm/none.zip", "CamelAwsS3Key", KEY));
        headers.put("CamelAwsS3BucketName", "other");
        headers.put("CamelAwsS3OverrideBucketName", "other");
        headers.put("CamelAwsS3Operation", "deleteBucket");

        Exchange exchange = call("there", "delete", headers);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders().keySet()).noneMatch(name -> name.startsWith("CamelAwsS3"));
        assertThat(server.keys("acme")).containsExactly(KEY);
    }

    @Test
    void aClientOfTheApplicationIsUsedAndNotClosed() {
        put(KEY);
        S3Store store = new S3Store();
        S3Options options = store.getOptions();
        options.setBucket("acme");
        options.setEndpoint(server.endpoint().toString());
        options.setPathStyle("true");
        options.setAccessKey(server.accessKey());
        options.setSecretKey(server.secretKey());
        camel.getRegistry().bind("archiveClient", store.client());

        Exchange exchange = camel.createProducerTemplate()
                .request(
                        "kamelet:s3-archive-action/own?bucket=acme&client=archiveClient&operation=head",
                        message -> message.getMessage().setHeader(SinkHeaders.KEY, KEY));

        assertThat(exchange.getMessage().getBody(StoredObject.class).size()).isEqualTo(BYTES.length);
        camel.stop();
        assertThat(store.find(KEY)).isPresent();
        store.close();
    }

    @Test
    void aClientThatIsNoBeanIsAWrongOption() {
        Exchange exchange = camel.createProducerTemplate()
                .request(
                        "kamelet:s3-archive-action/own?bucket=acme&client=none&operation=list",
                        message -> message.getMessage().setBody(null));

        assertThat(ExportFailure.in(exchange.getException()))
                .hasMessageContaining("There is no bean none")
                .extracting(ExportFailure::code)
                .isEqualTo("invalid_option");
    }
}
