package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.ledger.Confirmation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The short way of small objects to a bucket: the SDK's signature and the SDK's connections, without all that its client does
 * around a request, which costs more than the request. It only knows success. Whatever else happens, {@link S3Store#put} does
 * it again, in every detail, and says what is wrong.
 */
final class SmallObjects implements AutoCloseable {
    /** An object up to this size is held in memory, in bytes. */
    static final long LARGEST = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SmallObjects.class);
    private static final int OK = 200;
    private static final String CHECKSUM = "x-amz-checksum-sha256";

    private final S3Options options;
    private final S3ServiceClientConfiguration configuration;
    private final AwsV4HttpSigner signer;
    private final SdkHttpClient http;
    private final String base;

    /** @param client the store's own, whose endpoint, region and credentials are used */
    SmallObjects(S3Client client, S3Options options) {
        this.options = options;
        this.configuration = client.serviceClientConfiguration();
        this.signer = options.signPayload() ? AwsV4HttpSigner.create() : new UnsignedPayload().signer();
        this.http = S3Clients.connections().expectContinueEnabled(false).build();
        String url = client.utilities()
                .getUrl(object -> object.bucket(options.bucket()).key("k"))
                .toString();
        this.base = url.substring(0, url.length() - 1);
    }

    /** Whether the bucket is a usual one: access points and directory buckets have signatures of their own. */
    static boolean serves(S3Options options) {
        return !options.bucket().contains(":") && !options.bucket().endsWith("--x-s3");
    }

    /** How the server confirmed the object, or empty if it did not: then it is to be put again the ordinary way. */
    Optional<Confirmation> put(ContentBatch.Item item) {
        Content content = item.content();
        try {
            KeyCheck.parts(item.key());
            byte[] bytes = bytes(content);
            String checksum = WholeChecksum.base64(content.awaitVerified().sha256());
            SdkHttpResponse reply = call(request(item.key(), content, bytes.length, checksum), bytes);
            if (reply.statusCode() != OK && reply.statusCode() != 201) {
                LOG.debug("{} answers {} to a PUT of {}", options.bucket(), reply.statusCode(), item.key());
                return Optional.empty();
            }
            if (hasDigest(reply, bytes, checksum)) {
                return Optional.of(Confirmation.DIGEST);
            }
            return mayBeOther(reply) ? Optional.empty() : size(item.key(), bytes.length);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A PUT of {} into {} is made again: {}", item.key(), options.bucket(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    /** Whether the reply has the MD5 of what was sent as its tag, or the checksum. */
    private static boolean hasDigest(SdkHttpResponse reply, byte[] bytes, String checksum) {
        String md5 = HexFormat.of().formatHex(EntityTags.newMd5().digest(bytes));
        return tag(reply).equals(md5)
                || reply.firstMatchingHeader(CHECKSUM).filter(checksum::equals).isPresent();
    }

    /** Whether the tag looks like the MD5 of other bytes: {@link EntityTags} knows what this bucket's tags are. */
    private static boolean mayBeOther(SdkHttpResponse reply) {
        boolean byKey = reply.firstMatchingHeader("x-amz-server-side-encryption")
                .filter(how -> how.startsWith("aws:"))
                .isPresent();
        return !byKey && tag(reply).matches("[0-9a-f]{32}");
    }

    private static String tag(SdkHttpResponse reply) {
        return reply.firstMatchingHeader("ETag").orElse("").replace("\"", "").toLowerCase(Locale.ROOT);
    }

    private Optional<Confirmation> size(String key, long size) throws IOException {
        SdkHttpResponse reply = call(request(SdkHttpMethod.HEAD, key).build(), null);
        boolean same = reply.statusCode() == OK
                && reply.firstMatchingHeader("Content-Length")
                        .filter(Long.toString(size)::equals)
                        .isPresent();
        return same ? Optional.of(Confirmation.SIZE) : Optional.empty();
    }

    private SdkHttpRequest.Builder request(SdkHttpMethod method, String key) {
        return SdkHttpRequest.builder().method(method).uri(URI.create(base + SdkHttpUtils.urlEncodeIgnoreSlashes(key)));
    }

    private SdkHttpRequest request(String key, Content content, int length, String checksum) {
        SdkHttpRequest.Builder request = request(SdkHttpMethod.PUT, key)
                .putHeader("Content-Length", Integer.toString(length))
                .putHeader("Content-Type", content.contentType());
        S3Upload.ascii(content.metadata()).forEach((name, value) -> request.putHeader("x-amz-meta-" + name, value));
        put(request, "x-amz-storage-class", options.storageClass());
        put(request, "x-amz-server-side-encryption", Objects.toString(options.encryption(), null));
        put(request, "x-amz-server-side-encryption-aws-kms-key-id", options.kmsKeyId());
        options.lock().ifPresent(lock -> request.putHeader(
                        "x-amz-object-lock-mode", lock.mode().toString())
                .putHeader("x-amz-object-lock-retain-until-date", lock.until().toString()));
        put(request, CHECKSUM, options.checksums() ? checksum : null);
        return request.build();
    }

    private static void put(SdkHttpRequest.Builder request, String header, @Nullable String value) {
        if (value != null) {
            request.putHeader(header, value);
        }
    }

    private SdkHttpResponse call(SdkHttpRequest request, byte @Nullable [] body) throws IOException {
        ContentStreamProvider payload = body == null ? null : () -> new ByteArrayInputStream(body);
        AwsCredentialsIdentity credentials = (AwsCredentialsIdentity)
                configuration.credentialsProvider().resolveIdentity().join();
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials)
                .request(request)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, configuration.region().id())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        HttpExecuteResponse reply = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(null))
                        .build())
                .call();
        if (reply.responseBody().isPresent()) {
            try (InputStream rest = reply.responseBody().get()) {
                rest.transferTo(
                        OutputStream.nullOutputStream()); // to its end, so that the connection can be used again
            }
        }
        return reply.httpResponse();
    }
}
