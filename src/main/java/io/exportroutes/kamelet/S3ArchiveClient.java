package io.exportroutes.kamelet;

import io.exportroutes.delivery.s3.S3Options;
import io.exportroutes.delivery.s3.S3Store;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;

/**
 * The client of the Kamelet s3-archive-action: the application's own where the Kamelet names one, otherwise that of a store with the
 * Kamelet's properties, as s3-artifact-sink makes it. It is made at the first call, so that a wrong option fails the call alone.
 */
public final class S3ArchiveClient implements S3Client, CamelContextAware {
    private final S3Store store = new S3Store();
    private @Nullable CamelContext camel;
    private String client = "";

    public S3Options getOptions() {
        return store.getOptions();
    }

    /** The name of a bean of class S3Client; empty for none. */
    public void setClient(@Nullable String client) {
        this.client = client == null ? "" : client;
    }

    private S3Client client() {
        if (client.isEmpty()) {
            return store.client();
        }
        S3Client given = camel == null ? null : camel.getRegistry().lookupByNameAndType(client, S3Client.class);
        if (given == null) {
            throw new PermanentFailure(
                    FailureCode.INVALID_OPTION,
                    "There is no bean " + client + " of class S3Client",
                    "Correct the Kamelet's property client, or leave it out");
        }
        return given;
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        return client().listObjects(request);
    }

    /** Camel's component does not ask for checksums. */
    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        HeadObjectRequest asking = store.getOptions().checksums()
                ? request.toBuilder().checksumMode(ChecksumMode.ENABLED).build()
                : request;
        return client().headObject(asking);
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        return client().getObject(request, transformer);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return client().deleteObject(request);
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
        return client().getObjectTagging(request);
    }

    @Override
    public GetObjectRetentionResponse getObjectRetention(GetObjectRetentionRequest request) {
        return client().getObjectRetention(request);
    }

    @Override
    public GetObjectLegalHoldResponse getObjectLegalHold(GetObjectLegalHoldRequest request) {
        return client().getObjectLegalHold(request);
    }

    @Override
    public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
        return client().getBucketVersioning(request);
    }

    @Override
    public GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
            GetBucketLifecycleConfigurationRequest request) {
        return client().getBucketLifecycleConfiguration(request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** The application closes its own. */
    @Override
    public void close() {
        store.close();
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camel;
    }
}
