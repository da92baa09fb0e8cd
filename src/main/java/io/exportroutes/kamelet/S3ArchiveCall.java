package io.exportroutes.kamelet;

import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.s3.S3Failures;
import io.exportroutes.failure.ExportFailure;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Operations;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes the requests of the Kamelet s3-archive-action, and maps their answers and failures. Camel's S3 component evaluates a key in
 * a header as a Simple expression, so that {@code ${sysenv.HOME}} would name another object (CVE-2026-95664): it gets complete
 * requests instead, in which a key is only a key.
 */
public final class S3ArchiveCall {
    private static final String REQUEST = "ExportRoutesArchiveRequest";

    private final ArchiveCall call = new ArchiveCall();
    private String bucket = "";

    /**
     * Makes the body the request. Other headers of the component go, so that none names another bucket, key or operation; without
     * one for an operation, it is a question that the component does not know.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code key_invalid} if no object of ours can have that key,
     *     {@code invalid_option} for an operation that is none of the Kamelet's
     */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        ArchiveRequest request = call.request(message);
        exchange.setProperty(REQUEST, request);
        message.removeHeaders("CamelAwsS3*");
        message.setHeader(AWS2S3Constants.S3_OPERATION, operation(request.operation()));
        message.setBody(body(request));
        if (request.operation() == ArchiveRequest.Operation.HEAD) {
            // The one operation that takes no request; it does not evaluate its key.
            message.setHeader(AWS2S3Constants.KEY, request.key());
        }
    }

    /** Makes the body what an {@link io.exportroutes.delivery.Archive} answers. */
    public void end(Exchange exchange) {
        ArchiveRequest request = request(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("CamelAwsS3*");
        switch (request.operation()) {
            case LIST ->
                message.setBody(((List<?>) message.getBody(List.class))
                        .stream().flatMap(S3ArchiveCall::object).toList());
            case HEAD -> {
                HeadObjectResponse head = message.getBody(HeadObjectResponse.class);
                message.setBody(new StoredObject(
                        request.key(), head.contentLength(), head.lastModified(), S3Answers.details(head)));
            }
            case TAGS -> message.setBody(S3Answers.tags(message.getBody(List.class)));
            case GET, DELETE, LOCK, VERSIONS -> {
                // the stream of its bytes; true; what S3Questions has answered
            }
        }
    }

    /** @throws ExportFailure always: what the exception of the AWS SDK means that ended the call */
    public void fail(Exchange exchange) {
        SdkException thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SdkException.class);
        ArchiveRequest request = request(exchange);
        String location = "s3://" + bucket + "/" + request.key();
        throw thrown instanceof NoSuchKeyException
                ? KeyCheck.absent(location, thrown)
                : S3Failures.of("The call " + request.operation().word() + " at " + location, thrown);
    }

    private static ArchiveRequest request(Exchange exchange) {
        return exchange.getProperty(REQUEST, ArchiveRequest.class);
    }

    private static Stream<StoredObject> object(Object listed) {
        return listed instanceof S3Object object
                ? Stream.of(new StoredObject(object.key(), object.size(), object.lastModified()))
                : Stream.empty();
    }

    private static @Nullable AWS2S3Operations operation(ArchiveRequest.Operation operation) {
        return switch (operation) {
            case LIST -> AWS2S3Operations.listObjects;
            case HEAD -> AWS2S3Operations.headObject;
            case GET -> AWS2S3Operations.getObject;
            case DELETE -> AWS2S3Operations.deleteObject;
            case TAGS -> AWS2S3Operations.getObjectTagging;
            case LOCK, VERSIONS -> null;
        };
    }

    private @Nullable Object body(ArchiveRequest request) {
        return switch (request.operation()) {
            case LIST ->
                ListObjectsRequest.builder()
                        .bucket(bucket)
                        .prefix(request.key())
                        .marker(request.after())
                        .maxKeys(Math.min(request.limit(), ArchiveRequest.PAGE))
                        .build();
            case GET ->
                GetObjectRequest.builder().bucket(bucket).key(request.key()).build();
            case DELETE ->
                DeleteObjectRequest.builder().bucket(bucket).key(request.key()).build();
            case TAGS ->
                GetObjectTaggingRequest.builder()
                        .bucket(bucket)
                        .key(request.key())
                        .build();
            case LOCK, VERSIONS -> request;
            case HEAD -> null;
        };
    }

    /** The bucket of all calls. */
    public void setBucket(String bucket) {
        this.bucket = bucket;
    }

    /** {@code list}, {@code head} and so on; the header overrides it. */
    public void setOperation(@Nullable String operation) {
        call.setOperation(operation);
    }
}
