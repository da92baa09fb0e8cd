package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.delivery.TrackedStream;
import io.exportroutes.failure.SourceFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The upload of one object. It needs only fixed buffers in memory. */
record S3Upload(S3Client client, S3Options options, String key, Content content, long size) {
    /** The client reads in pieces of 4 KiB, each of which would be a call to the disk. */
    private static final int BUFFER = 128 * 1024;

    /** Up to this size a digest of the bytes costs less than one more request. */
    private static final long SMALL = 1 << 20;

    /**
     * By one PUT; it stays incomplete, and therefore without effect, until the last byte is given out. An MD5 is made where it
     * saves a request, or where nothing better is known to be there to compare. Where checksums are on, it is sent with the
     * SHA-256 of the whole object, which the server verifies and keeps: before the bytes where it is known, else behind them. For
     * the last bytes of a small one it waits, as not every server keeps what came behind.
     *
     * @param tags the interpreter of this bucket's tags
     * @return whether the reply shows that the destination has these very bytes: by a digest of them that it was not sent but
     *     made itself
     */
    boolean whole(EntityTags tags) throws IOException {
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .metadata(metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId());
        options.lock().ifPresent(lock -> put.objectLockMode(lock.mode()).objectLockRetainUntilDate(lock.until()));
        if (options.checksums() && (size <= SMALL || content.isVerified())) {
            put.checksumSHA256(WholeChecksum.base64(content.awaitVerified().sha256()));
        } else if (options.checksums()) {
            put.checksumAlgorithm(ChecksumAlgorithm.SHA256);
        }
        PutObjectRequest request = put.build();
        MessageDigest md5 = size <= SMALL ? EntityTags.newMd5() : tags.digest(options);
        PutObjectResponse answer =
                send(0, size, md5, body -> client.putObject(request, body)).answer();
        EntityTags.Answer said = EntityTags.Answer.of(
                answer.eTag(), answer.serverSideEncryption(), answer.sseCustomerAlgorithm(), answer.checksumSHA256());
        return tags.confirm(location(), said, md5(md5, tags.tells(said), 0, size));
    }

    /**
     * The MD5 of the bytes that were sent.
     *
     * @param onTheWay null if none was made on the way
     * @param tells whether it would show something beside the server's answer: then it is made now, of bytes that went straight
     *     from their file
     */
    byte @Nullable [] md5(@Nullable MessageDigest onTheWay, boolean tells, long start, long length) throws IOException {
        if (onTheWay != null) {
            return onTheWay.digest();
        }
        if (!tells || !options.bytesGoAsTheyAre()) {
            return null;
        }
        MessageDigest md5 = EntityTags.newMd5();
        try (InputStream bytes = content.open()) {
            bytes.skipNBytes(start);
            byte[] buffer = new byte[BUFFER];
            InputStream range = new StreamSlice(bytes, length);
            for (int count = range.read(buffer); count >= 0; count = range.read(buffer)) {
                md5.update(buffer, 0, count);
            }
        }
        return md5.digest();
    }

    /** The destination's answer, and the CRC-32 of the sent bytes, as S3 writes it. */
    record Sent<T>(T answer, @Nullable String checksum) {}

    /**
     * Sends a range of the content by one request.
     *
     * @param digest takes the bytes as well, or null
     * @throws IOException the content's own failure
     */
    <T> Sent<T> send(long start, long length, @Nullable MessageDigest digest, Function<RequestBody, T> request)
            throws IOException {
        boolean growing = !content.isVerified();
        try (InputStream bytes = content.open()) {
            TrackedStream watched = TrackedStream.summed(content, bytes);
            try {
                watched.skipTo(start);
                // Nothing behind the range is read, as what was read is what the checksums are of.
                StreamSlice range = new StreamSlice(watched, length);
                InputStream read = digest == null ? range : new DigestInputStream(range, digest);
                InputStream buffered = new BufferedInputStream(read, BUFFER);
                RequestBody body = RequestBody.fromContentProvider(
                        () -> new StreamSlice(buffered, length), length, content.contentType());
                T answer = digest == null && range.hasRegions()
                        ? RegionHttpClient.sending(range, () -> request.apply(body))
                        : request.apply(body);
                return new Sent<>(answer, base64(watched.checksum()));
            } catch (SdkException | IllegalStateException e) {
                throw failed(e, watched, growing);
            }
        }
    }

    private IOException failed(RuntimeException thrown, TrackedStream watched, boolean growing) {
        IOException failure = watched.failure();
        if (failure != null) {
            // The SDK hides it behind a failure of its own.
            failure.addSuppressed(thrown);
            return failure;
        }
        if (growing && S3Failures.silenced(thrown, watched.longestWait())) {
            return sourceTooSlow(thrown);
        }
        throw thrown instanceof SdkException sdk
                ? S3Failures.of("Writing " + location(), sdk)
                : NetworkFailures.of("Writing " + location(), thrown);
    }

    /** The next request begins with the verified artifact and waits for nothing: what meets that one counts. */
    private IOException sourceTooSlow(RuntimeException thrown) {
        SourceFailure failure = new SourceFailure(
                "Writing " + location() + " waited too long for the download, and the server gave up", thrown);
        return new IOException(failure.getMessage(), failure);
    }

    /** A CRC-32 as S3 writes it. */
    static @Nullable String base64(@Nullable Integer checksum) {
        if (checksum == null) {
            return null;
        }
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(checksum).array());
    }

    String location() {
        return "s3://" + options.bucket() + "/" + key;
    }

    /** Headers; a signature covers only ASCII in them. */
    Map<String, String> metadata() {
        return ascii(content.metadata());
    }

    static Map<String, String> ascii(Map<String, String> metadata) {
        Map<String, String> ascii = new TreeMap<>();
        metadata.forEach((name, value) -> ascii.put(name, value.replaceAll("[^\\x20-\\x7e]", "_")));
        return ascii;
    }
}
