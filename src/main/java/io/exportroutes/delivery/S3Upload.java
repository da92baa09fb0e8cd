package io.exportroutes.delivery;

import io.exportroutes.failure.SourceFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** One object on its way. Nothing is held in memory but fixed buffers. */
record S3Upload(S3Client client, S3Options options, String key, Content content, long size) {
    /** The client reads in pieces of 4 KiB, each of which would be a call to the disk. */
    private static final int BUFFER = 128 * 1024;

    /** Up to here a digest of its bytes costs less than one more request. */
    private static final long SMALL = 1 << 20;

    /**
     * By one PUT; it stays incomplete, and therefore without effect, until the last byte is given out.
     *
     * @return what the far end's reply says of it
     */
    Receipt whole() throws IOException {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(options.bucket())
                .key(key)
                .metadata(metadata())
                .storageClass(options.storageClass())
                .serverSideEncryption(options.encryption())
                .ssekmsKeyId(options.kmsKeyId())
                .build();
        MessageDigest md5 = md5();
        boolean small = size <= SMALL;
        Sent<PutObjectResponse> sent = send(
                0,
                size,
                bytes -> small ? new DigestInputStream(bytes, md5) : bytes,
                body -> client.putObject(request, body));
        return new Receipt(sent.checksum(), small && isTag(sent.answer().eTag(), md5.digest()));
    }

    /**
     * @param checksum the CRC-32 of what was sent, as S3 writes it
     * @param confirmed whether the reply shows that the far end has these very bytes: by a digest of them that it was not
     *     sent but made itself
     */
    record Receipt(String checksum, boolean confirmed) {}

    /** What the far end answered, and the CRC-32 of what it was sent, as S3 writes it. */
    record Sent<T>(T answer, String checksum) {}

    /**
     * Sends a range of the content by one request.
     *
     * @throws IOException the content's own failure
     */
    <T> Sent<T> send(long start, long length, Function<RequestBody, T> request) throws IOException {
        return send(start, length, bytes -> bytes, request);
    }

    private <T> Sent<T> send(
            long start, long length, UnaryOperator<InputStream> onItsWay, Function<RequestBody, T> request)
            throws IOException {
        boolean growing = !content.isVerified();
        try (InputStream bytes = content.open()) {
            WatchedStream watched = new WatchedStream(content, bytes);
            try {
                watched.skipTo(start);
                InputStream buffered = new BufferedInputStream(onItsWay.apply(watched), BUFFER);
                RequestBody body = RequestBody.fromContentProvider(
                        () -> new Slice(buffered, length), length, content.contentType());
                T answer = request.apply(body);
                return new Sent<>(answer, base64(watched.checksum()));
            } catch (SdkException | IllegalStateException e) {
                IOException failure = watched.failure();
                if (failure != null) {
                    // The SDK hides it behind a failure of its own.
                    failure.addSuppressed(e);
                    throw failure;
                }
                if (growing && S3Failures.silenced(e, watched.longestWait())) {
                    throw sourceTooSlow(e);
                }
                throw e instanceof SdkException sdk
                        ? S3Failures.of("Writing " + location(), sdk)
                        : NetworkFailures.of("Writing " + location(), e);
            }
        }
    }

    /** The next request begins with the verified artifact and waits for nothing: what meets that one counts. */
    private IOException sourceTooSlow(RuntimeException thrown) {
        SourceFailure failure = new SourceFailure(
                "Writing " + location() + " waited too long for the download, and the server gave up", thrown);
        return new IOException(failure.getMessage(), failure);
    }

    /** A CRC-32 as S3 writes it. */
    private static String base64(int checksum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(checksum).array());
    }

    /** Protects against nothing but accidents: it is what servers have as the entity tag of an object. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has it", e);
        }
    }

    /** What came by one PUT has its MD5 as entity tag, at servers of all ages, unless a key of one's own encrypts it. */
    private static boolean isTag(@Nullable String tag, byte[] md5) {
        return tag != null
                && tag.replace("\"", "").equalsIgnoreCase(HexFormat.of().formatHex(md5));
    }

    String location() {
        return "s3://" + options.bucket() + "/" + key;
    }

    /** Headers, in which a signature covers ASCII alone. */
    Map<String, String> metadata() {
        Map<String, String> ascii = new TreeMap<>();
        content.metadata().forEach((name, value) -> ascii.put(name, value.replaceAll("[^\\x20-\\x7e]", "_")));
        return ascii;
    }
}
