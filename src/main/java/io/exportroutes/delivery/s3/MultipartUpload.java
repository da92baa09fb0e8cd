package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload of one object, with several parts in flight, each read from the spool separately. They become an object
 * only once the content is verified, and are removed if it never is.
 */
final class MultipartUpload {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
    /** How long parts in flight may take to notice that the upload was aborted. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    /** Forbidden; gone meanwhile; not allowed; not implemented. */
    private static final Set<Integer> CANNOT_LOOK = Set.of(403, 404, 405, 501);

    private final S3Upload upload;
    private final S3Options options;
    private final S3Client client;
    private final String key;

    private final EntityTags tags;

    /** @param tags the interpreter of the tags of this bucket's parts */
    MultipartUpload(S3Upload upload, EntityTags tags) {
        this.upload = upload;
        this.tags = tags;
        this.options = upload.options();
        this.client = upload.client();
        this.key = upload.key();
    }

    /**
     * What the digests in the destination's replies showed.
     *
     * @param confirmed that each part is what was sent, and nothing against the whole
     * @param whole that the object was made of these very parts: there is nothing left to ask
     */
    record Receipt(boolean confirmed, boolean whole) {}

    /** @throws IOException the content's own failure */
    Receipt send() throws IOException {
        try {
            removeLeftovers();
            String id = client.createMultipartUpload(begin()).uploadId();
            try {
                List<Part> parts = again(sendAll(id));
                upload.content().awaitVerified();
                return receipt(parts, complete(id, parts));
            } catch (IOException | RuntimeException e) {
                abort(id, e);
                throw e;
            }
        } catch (SdkException e) {
            throw S3Failures.of("Writing " + upload.location(), e);
        }
    }

    private CompleteMultipartUploadResponse complete(String id, List<Part> parts) {
        List<CompletedPart> sent = parts.stream().map(Part::sent).toList();
        return client.completeMultipartUpload(complete ->
                complete.bucket(options.bucket()).key(key).uploadId(id).multipartUpload(all -> all.parts(sent)));
    }

    /** Looks once more at those whose tags were not understood yet: others may have shown meanwhile what they are. */
    private List<Part> again(List<Part> parts) {
        return parts.stream()
                .map(part ->
                        part.confirmed() ? part : part.confirmed(tags.confirm(what(part), part.said(), part.md5())))
                .toList();
    }

    private Receipt receipt(List<Part> parts, CompleteMultipartUploadResponse answer) {
        List<byte[]> md5s =
                parts.stream().map(Part::md5).filter(Objects::nonNull).toList();
        EntityTags.Answer said = EntityTags.Answer.of(answer.eTag(), answer.serverSideEncryption(), null, null);
        EntityTags.Verdict verdict =
                md5s.size() < parts.size() ? EntityTags.Verdict.UNKNOWN : tags.ofParts(upload.location(), said, md5s);
        boolean all = parts.stream().allMatch(Part::confirmed);
        return new Receipt(all && verdict != EntityTags.Verdict.OTHER, all && verdict == EntityTags.Verdict.SAME);
    }

    /**
     * A part at the destination.
     *
     * @param said the answer about it
     * @param md5 of what was sent, where it was made
     * @param confirmed whether the answer shows by a digest that the destination has it
     */
    private record Part(CompletedPart sent, EntityTags.Answer said, byte @Nullable [] md5, boolean confirmed) {
        Part confirmed(boolean meanwhile) {
            return new Part(sent, said, md5, meanwhile);
        }
    }

    private String what(Part part) {
        return what(part.sent().partNumber());
    }

    private String what(int number) {
        return "Part " + number + " of " + upload.location();
    }

    private CreateMultipartUploadRequest begin() {
        CreateMultipartUploadRequest.Builder begin = CreateMultipartUploadRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .contentType(upload.content().contentType())
                .metadata(upload.metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId())
                // What the parts carry: S3 refuses a part whose checksum the upload did not announce.
                .checksumAlgorithm(options.checksums() ? ChecksumAlgorithm.CRC32 : null);
        options.lock().ifPresent(lock -> begin.objectLockMode(lock.mode()).objectLockRetainUntilDate(lock.until()));
        return begin.build();
    }

    private List<Part> sendAll(String id) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(options.partsInFlight(), DaemonThreads.named("s3-part"));
        try {
            List<Future<Part>> parts = new ArrayList<>();
            long partSize = options.partSizeFor(upload.size());
            for (long start = 0; start < upload.size(); start += partSize) {
                long from = start;
                long length = Math.min(partSize, upload.size() - start);
                int number = parts.size() + 1;
                parts.add(threads.submit(() -> sendOne(id, number, from, length)));
            }
            List<Part> sent = new ArrayList<>();
            for (Future<Part> part : parts) {
                sent.add(outcome(part));
            }
            return sent;
        } finally {
            end(threads);
        }
    }

    /** S3 keeps, and charges for, a part that arrives after its upload was aborted: those on their way end first. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        uninterrupted(() -> {
            try {
                if (!threads.awaitTermination(GRACE_PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
                    LOG.debug("Parts are still being sent {} after they were cancelled", GRACE_PERIOD);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Runs a bounded call also on an interrupted thread, on which the SDK would send nothing. */
    private static void uninterrupted(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Part sendOne(String id, int number, long start, long length) throws IOException {
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
        MessageDigest digest = tags.digest(options);
        S3Upload.Sent<UploadPartResponse> sent =
                upload.send(start, length, digest, body -> client.uploadPart(request, body));
        UploadPartResponse answer = sent.answer();
        CompletedPart part = CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
        EntityTags.Answer said = EntityTags.Answer.of(
                answer.eTag(), answer.serverSideEncryption(), answer.sseCustomerAlgorithm(), answer.checksumCRC32());
        byte[] md5 = upload.md5(digest, tags.tells(said), start, length);
        boolean confirmed = isChecksum(number, answer.checksumCRC32(), sent.checksum());
        return new Part(part, said, md5, tags.confirm(what(number), said, md5) || confirmed);
    }

    /** Whether the answer has a checksum, which has to be that of what was sent. */
    private boolean isChecksum(int number, @Nullable String theirs, @Nullable String ours) {
        if (theirs != null && ours != null && !theirs.equals(ours)) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has CRC-32 %s, but %s was sent".formatted(what(number), theirs, ours),
                    "It is written again; if it keeps failing, something between here and the server changes objects");
        }
        return theirs != null && ours != null;
    }

    private Part outcome(Future<Part> part) throws IOException {
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
     * Aborts uploads that a dead process left for this object: nobody else writes under its key. Without the right to list
     * uploads, or if the server cannot, the bucket's lifecycle rule removes them.
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
                    "Bucket {} does not let us list uploads that a crash may have left: {}",
                    options.bucket(),
                    e.getMessage());
        }
    }

    private void abort(String id, Exception cause) {
        try {
            uninterrupted(() -> client.abortMultipartUpload(
                    abort -> abort.bucket(options.bucket()).key(key).uploadId(id)));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
