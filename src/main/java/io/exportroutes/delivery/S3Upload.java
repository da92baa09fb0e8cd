package io.exportroutes.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One object on its way: by one PUT, or in parts. Nothing is held in memory but the client's own buffers. */
record S3Upload(S3Client client, S3Options options, String key, Content content, long size) {
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
    /** Forbidden; gone meanwhile; not allowed; not implemented. */
    private static final Set<Integer> CANNOT_LOOK = Set.of(403, 404, 405, 501);

    /** By one PUT; it stays incomplete, and therefore without effect, until the last byte is given out. */
    void whole(InputStream bytes) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .metadata(metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId())
                .build();
        client.putObject(request, body(bytes, size));
    }

    /** In parts, which become an object only once the content is verified; they are removed where it never is. */
    void parts(InputStream bytes) throws IOException {
        removeLeftovers();
        String upload = client.createMultipartUpload(begin()).uploadId();
        try {
            List<CompletedPart> parts = sendParts(upload, bytes);
            content.awaitVerified();
            client.completeMultipartUpload(complete -> complete.bucket(options.bucket())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)));
        } catch (IOException | RuntimeException e) {
            abort(upload, e);
            throw e;
        }
    }

    /** A CRC-32 as S3 writes it. */
    static String base64(int checksum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(checksum).array());
    }

    private CreateMultipartUploadRequest begin() {
        return CreateMultipartUploadRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .contentType(content.contentType())
                .metadata(metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId())
                .build();
    }

    private List<CompletedPart> sendParts(String upload, InputStream bytes) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        long partSize = options.partSizeFor(size);
        for (long start = 0; start < size; start += partSize) {
            long length = Math.min(partSize, size - start);
            if (start + length == size) {
                // The last byte may be long in coming, and S3 closes a connection that is silent for some twenty
                // seconds.
                content.awaitVerified();
            }
            int number = parts.size() + 1;
            var response = client.uploadPart(
                    part -> part.bucket(options.bucket())
                            .key(key)
                            .uploadId(upload)
                            .partNumber(number),
                    body(bytes, length));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(response.eTag())
                    .checksumCRC32(response.checksumCRC32())
                    .build());
        }
        return parts;
    }

    /**
     * Aborts what a process that died left of this very object: nobody else writes under its key. Whoever may not look for
     * such uploads, or whose server cannot, is left to the bucket's own life cycle rule.
     */
    private void removeLeftovers() {
        try {
            client.listMultipartUploads(list -> list.bucket(options.bucket()).prefix(key)).uploads().stream()
                    .filter(left -> left.key().equals(key))
                    .forEach(left -> client.abortMultipartUpload(
                            abort -> abort.bucket(options.bucket()).key(key).uploadId(left.uploadId())));
        } catch (S3Exception e) {
            if (!CANNOT_LOOK.contains(e.statusCode())) {
                throw e;
            }
            LOG.info(
                    "Bucket {} does not let us look for parts that a crash may have left: {}",
                    options.bucket(),
                    e.getMessage());
        }
    }

    /** Headers, in which a signature covers ASCII alone. */
    private Map<String, String> metadata() {
        Map<String, String> ascii = new TreeMap<>();
        content.metadata().forEach((name, value) -> ascii.put(name, value.replaceAll("[^\\x20-\\x7e]", "_")));
        return ascii;
    }

    private RequestBody body(InputStream bytes, long length) {
        return RequestBody.fromContentProvider(() -> new Slice(bytes, length), length, content.contentType());
    }

    private void abort(String upload, Exception cause) {
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(options.bucket()).key(key).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
