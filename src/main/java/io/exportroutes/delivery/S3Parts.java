package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One object in parts, several of them in flight, each read from the spool by itself. They become an object only once the
 * content is verified, and are removed where it never is.
 */
final class S3Parts {
    private static final Logger LOG = LoggerFactory.getLogger(S3Parts.class);
    /** Forbidden; gone meanwhile; not allowed; not implemented. */
    private static final Set<Integer> CANNOT_LOOK = Set.of(403, 404, 405, 501);

    private final S3Upload upload;
    private final S3Options options;
    private final S3Client client;
    private final String key;

    S3Parts(S3Upload upload) {
        this.upload = upload;
        this.options = upload.options();
        this.client = upload.client();
        this.key = upload.key();
    }

    /** @throws IOException the content's own failure */
    void send() throws IOException {
        try {
            removeLeftovers();
            String id = client.createMultipartUpload(begin()).uploadId();
            try {
                List<CompletedPart> parts = sendAll(id);
                upload.content().awaitVerified();
                client.completeMultipartUpload(complete -> complete.bucket(options.bucket())
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(all -> all.parts(parts)));
            } catch (IOException | RuntimeException e) {
                abort(id, e);
                throw e;
            }
        } catch (SdkException e) {
            throw S3Failures.of("Writing " + upload.location(), e);
        }
    }

    private CreateMultipartUploadRequest begin() {
        return CreateMultipartUploadRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .contentType(upload.content().contentType())
                .metadata(upload.metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId())
                // What the parts carry: S3 refuses a part whose checksum the upload did not announce.
                .checksumAlgorithm(options.checksums() ? ChecksumAlgorithm.CRC32 : null)
                .build();
    }

    private List<CompletedPart> sendAll(String id) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(options.partsInFlight(), S3Parts::thread);
        try {
            List<Future<CompletedPart>> parts = new ArrayList<>();
            long partSize = options.partSizeFor(upload.size());
            for (long start = 0; start < upload.size(); start += partSize) {
                long from = start;
                long length = Math.min(partSize, upload.size() - start);
                int number = parts.size() + 1;
                parts.add(threads.submit(() -> sendOne(id, number, from, length)));
            }
            List<CompletedPart> sent = new ArrayList<>();
            for (Future<CompletedPart> part : parts) {
                sent.add(outcome(part));
            }
            return sent;
        } finally {
            threads.shutdownNow();
        }
    }

    private CompletedPart sendOne(String id, int number, long start, long length) throws IOException {
        if (start + length == upload.size()) {
            // The last byte may be long in coming, and S3 closes a connection that is silent for some twenty seconds.
            upload.content().awaitVerified();
        }
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .uploadId(id)
                .partNumber(number)
                .build();
        S3Upload.Sent<UploadPartResponse> sent = upload.send(start, length, body -> client.uploadPart(request, body));
        String theirs = sent.answer().checksumCRC32();
        String ours = sent.checksum();
        if (theirs != null && !theirs.equals(ours)) {
            throw new PassingFailure(
                    "far_end_differs",
                    "Part %d of %s has CRC-32 %s, sent was %s".formatted(number, upload.location(), theirs, ours),
                    "It is written again; if it stays, something between here and there changes objects");
        }
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.answer().eTag())
                .checksumCRC32(theirs)
                .build();
    }

    private CompletedPart outcome(Future<CompletedPart> part) throws IOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetworkFailures.of("Writing " + upload.location(), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException content) {
                throw content;
            }
            ExportFailure known = ExportFailure.in(cause);
            throw known != null ? known : new IllegalStateException(cause);
        }
    }

    /**
     * Aborts what a process that died left of this very object: nobody else writes under its key. Whoever may not look for
     * such uploads, or whose server cannot, is left to the bucket's own life cycle rule.
     */
    private void removeLeftovers() {
        try {
            S3Clients.onFreshConnection(() -> client.listMultipartUploads(
                            list -> list.bucket(options.bucket()).prefix(key)))
                    .uploads()
                    .stream()
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

    private void abort(String id, Exception cause) {
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(options.bucket()).key(key).uploadId(id));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "s3 part");
        thread.setDaemon(true);
        return thread;
    }
}
