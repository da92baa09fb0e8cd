package io.exportroutes.lab.servers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Fails or lies on demand. */
final class FaultyBlobStore extends ForwardingBlobStore {
    private static final String OPAQUE = "\"opaque\"";

    private final PlannedFaults faults = new PlannedFaults();
    private volatile PlannedFault failures = faults.plan("failed writes", 0);
    private volatile int status = 503;
    private volatile PlannedFault refusedRemovals = faults.plan("refused removals", 0);
    private volatile long misreportedBytes;
    private volatile PlannedFault unseen = faults.plan("hidden objects", 0);
    private volatile boolean tagsHidden;
    private volatile PlannedFault corrupting = faults.plan("a corrupted write", 0);
    private volatile PlannedFault misassembling = faults.plan("a misassembled upload", 0);
    private volatile PlannedFault refusal = faults.plan("a refused part", 0);
    private volatile boolean cold;
    private volatile Runnable onAbort = () -> {};
    private volatile Runnable beforeRefusal = () -> {};
    private volatile int refusedPart;

    FaultyBlobStore(BlobStore real) {
        super(real);
    }

    void failWrites(int withStatus, int times) {
        status = withStatus;
        failures = faults.replace(failures, "failed writes", times);
    }

    void refuseRemovals(int times) {
        refusedRemovals = faults.replace(refusedRemovals, "refused removals", times);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        if (refusedRemovals.strikes()) {
            throw S3Exceptions.fromStatusCode(403);
        }
        return super.removeBlob(request);
    }

    void freeze(boolean frozen) {
        cold = frozen;
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        if (cold) {
            throw InvalidObjectStateException.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("InvalidObjectState")
                            .errorMessage("The operation is not valid for the object's storage class")
                            .sdkHttpResponse(
                                    SdkHttpResponse.builder().statusCode(403).build())
                            .build())
                    .build();
        }
        return super.getBlob(request);
    }

    void misreportSizesBy(long bytes) {
        misreportedBytes = bytes;
    }

    void hideObjects(int times) {
        unseen = faults.replace(unseen, "hidden objects", times);
    }

    void corruptNextWrite() {
        corrupting = faults.replace(corrupting, "a corrupted write", 1);
    }

    /** How often an object will not be found yet. */
    int hiddenStill() {
        return unseen.left();
    }

    /** @throws IllegalStateException where a fault was planned that did not strike */
    void requireStruck() {
        faults.requireStruck("S3");
    }

    void refusePart(int number, Runnable first) {
        beforeRefusal = first;
        refusedPart = number;
        refusal = faults.replace(refusal, "a refused part " + number, 1);
    }

    void whenAborted(Runnable then) {
        onAbort = then;
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        super.abortMultipartUpload(upload);
        onAbort.run();
    }

    void misassembleNextUpload() {
        misassembling = faults.replace(misassembling, "a misassembled upload", 1);
    }

    /** Entity tags that say nothing of the bytes, as of a server that encrypts. */
    void hideTags(boolean hidden) {
        tagsHidden = hidden;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
        Long length = request.contentLength();
        // S3Proxy notes each multipart upload as an empty object of its own.
        boolean noted = length != null && length == 0;
        if (!noted) {
            failIfAsked();
        }
        PutObjectResponse reply = super.putBlob(request, noted ? bytes : stored(bytes));
        return tagsHidden ? reply.toBuilder().eTag(OPAQUE).build() : reply;
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream bytes) {
        failIfAsked();
        if (request.partNumber() == refusedPart && refusal.strikes()) {
            beforeRefusal.run();
            throw S3Exceptions.fromStatusCode(503);
        }
        UploadPartResponse reply = super.uploadMultipartPart(upload, request, stored(bytes));
        return tagsHidden ? reply.toBuilder().eTag(OPAQUE).build() : reply;
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        List<Part> parts = super.listMultipartUpload(upload);
        return tagsHidden
                ? parts.stream()
                        .map(part -> part.toBuilder().eTag(OPAQUE).build())
                        .toList()
                : parts;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        if (!tagsHidden) {
            CompleteMultipartUploadResponse reply = super.completeMultipartUpload(upload, request);
            return misassembling.strikes() ? ofOtherParts(reply) : reply;
        }
        List<CompletedPart> real = super.listMultipartUpload(upload).stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag(part.eTag())
                        .build())
                .toList();
        CompleteMultipartUploadResponse reply = super.completeMultipartUpload(
                upload,
                request.toBuilder().multipartUpload(all -> all.parts(real)).build());
        return reply.toBuilder().eTag(OPAQUE).build();
    }

    private CompleteMultipartUploadResponse ofOtherParts(CompleteMultipartUploadResponse reply) {
        String other = reply.eTag().replaceFirst("[0-9a-f]{32}", "0123456789abcdef".repeat(2));
        return reply.toBuilder().eTag(other).build();
    }

    /** What a far end with failing memory keeps of it. */
    private InputStream stored(InputStream bytes) {
        if (!corrupting.strikes()) {
            return bytes;
        }
        return new FilterInputStream(bytes) {
            private boolean done;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = in.read(buffer, offset, length);
                if (read > 0 && !done) {
                    buffer[offset] ^= 1;
                    done = true;
                }
                return read;
            }
        };
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        if (unseen.strikes()) {
            throw S3Exceptions.fromStatusCode(404);
        }
        HeadObjectResponse head = super.blobMetadata(request);
        if (misreportedBytes == 0) {
            return head;
        }
        return head.toBuilder()
                .contentLength(head.contentLength() + misreportedBytes)
                .build();
    }

    private void failIfAsked() {
        if (failures.strikes()) {
            throw S3Exceptions.fromStatusCode(status);
        }
    }
}
