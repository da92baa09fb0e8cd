package io.exportroutes.lab.servers;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Fails or lies on demand. */
final class FaultyBlobStore extends ForwardingBlobStore {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile int status = 503;
    private volatile long misreportedBytes;
    private volatile boolean tagsHidden;

    FaultyBlobStore(BlobStore real) {
        super(real);
    }

    void failWrites(int withStatus, int times) {
        status = withStatus;
        failures.set(times);
    }

    void misreportSizesBy(long bytes) {
        misreportedBytes = bytes;
    }

    /** Entity tags that say nothing of the bytes, as of a server that encrypts. */
    void hideTags(boolean hidden) {
        tagsHidden = hidden;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
        Long length = request.contentLength();
        if (length == null || length > 0) {
            // S3Proxy notes each multipart upload as an empty object of its own.
            failIfAsked();
        }
        PutObjectResponse reply = super.putBlob(request, bytes);
        return tagsHidden ? reply.toBuilder().eTag("\"opaque\"").build() : reply;
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream bytes) {
        failIfAsked();
        return super.uploadMultipartPart(upload, request, bytes);
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        HeadObjectResponse head = super.blobMetadata(request);
        if (misreportedBytes == 0) {
            return head;
        }
        return head.toBuilder()
                .contentLength(head.contentLength() + misreportedBytes)
                .build();
    }

    private void failIfAsked() {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw S3Exceptions.fromStatusCode(status);
        }
    }
}
