package io.exportroutes.kamelet;

import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.s3.S3Failures;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Operations;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Makes the requests of the Kamelet s3-archive-action, and maps their failures. Camel's S3 component evaluates a key in
 * a header as a Simple expression, so that {@code ${sysenv.HOME}} would name another object (CVE-2026-95664): it gets complete
 * requests instead, in which a key is only a key.
 */
public final class S3ArchiveCall {
    /** Taken by listObjects: the key after which the list begins, because no answer has more than 1,000 keys. */
    static final String AFTER = "ExportRoutesAfter";

    private String bucket = "";
    private AWS2S3Operations operation = AWS2S3Operations.listObjects;

    /**
     * Makes the body the request. Other headers of the component go, so that none names another bucket, key or operation.
     *
     * @throws PermanentFailure {@code key_invalid} if no object of ours can have that key, {@code invalid_option} for an
     *     operation that is none of the Kamelet's
     */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        String key = key(message);
        message.removeHeaders("CamelAwsS3*");
        if (operation != AWS2S3Operations.listObjects) {
            KeyCheck.parts(key);
        }
        message.setBody(request(key, message.getHeader(AFTER, String.class)));
        if (operation == AWS2S3Operations.headObject) {
            // The one operation that takes no request; it does not evaluate its key.
            message.setHeader(AWS2S3Constants.KEY, key);
        }
    }

    /** @throws ExportFailure always: what the exception of the AWS SDK means that ended the call */
    public void fail(Exchange exchange) {
        SdkException thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SdkException.class);
        String location = "s3://" + bucket + "/" + key(exchange.getMessage());
        throw thrown instanceof NoSuchKeyException
                ? KeyCheck.absent(location, thrown)
                : S3Failures.of("The call " + operation + " at " + location, thrown);
    }

    private @Nullable Object request(String key, @Nullable String after) {
        return switch (operation) {
            case listObjects ->
                ListObjectsRequest.builder()
                        .bucket(bucket)
                        .prefix(key)
                        .marker(after)
                        .build();
            case getObject -> GetObjectRequest.builder().bucket(bucket).key(key).build();
            case deleteObject ->
                DeleteObjectRequest.builder().bucket(bucket).key(key).build();
            case headObject -> null;
            default ->
                throw new PermanentFailure(
                        FailureCode.INVALID_OPTION,
                        "The Kamelet has no operation " + operation,
                        "Use listObjects, headObject, getObject or deleteObject");
        };
    }

    private static String key(Message message) {
        return Objects.requireNonNullElse(message.getHeader(SinkHeaders.KEY, String.class), "");
    }

    /** The bucket of all calls. */
    public void setBucket(String bucket) {
        this.bucket = bucket;
    }

    /** The operation on the key. */
    public void setOperation(AWS2S3Operations operation) {
        this.operation = operation;
    }
}
