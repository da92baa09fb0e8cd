package io.exportroutes.delivery.s3;

import io.exportroutes.config.Urls;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import io.exportroutes.value.Sizes;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The options of {@link S3Store}, as text; blank means left out. They are checked at the first use. */
public final class S3Options {
    private static final long LARGEST_PUT = 5L << 30;
    private static final long SMALLEST_PART = 5L << 20;
    /** S3 takes 10,000 parts; some are left for an artifact that turns out larger than announced. */
    private static final long PARTS = 9_000;

    private static final int MOST_PARTS_IN_FLIGHT = 16;

    private @Nullable String bucket;
    private @Nullable String region;
    private @Nullable String endpoint;
    private @Nullable URI endpointOfEnvironment;
    private boolean insecureHttp;
    private boolean pathStyle;
    private @Nullable Secret accessKey;
    private @Nullable Secret secretKey;
    private @Nullable String storageClass;
    private @Nullable String serverSideEncryption;
    private @Nullable String kmsKeyId;
    private @Nullable String checksum;
    private @Nullable String partSize;
    private @Nullable String multipartThreshold;
    private @Nullable String partsInFlight;
    private boolean signPayload = true;
    private @Nullable String objectLockMode;
    private @Nullable String objectLockDays;

    S3Options() {}

    public void setBucket(String bucket) {
        this.bucket = StoreOptions.text(bucket);
    }

    public void setRegion(@Nullable String region) {
        this.region = StoreOptions.text(region);
    }

    /** The base URL of an S3-compatible server; without it the AWS SDK takes the one in its environment, or AWS. */
    public void setEndpoint(@Nullable String endpoint) {
        this.endpoint = StoreOptions.text(endpoint);
    }

    /** Whether the endpoint may be plain HTTP though it is not on this machine. */
    public void setInsecureHttp(@Nullable String insecureHttp) {
        this.insecureHttp = Boolean.parseBoolean(insecureHttp);
    }

    /** Whether the path, not the host name, contains the bucket. */
    public void setPathStyle(@Nullable String pathStyle) {
        this.pathStyle = Boolean.parseBoolean(pathStyle);
    }

    /** Together with the secret key; without both the default AWS credential chain is used. */
    public void setAccessKey(@Nullable String accessKey) {
        this.accessKey = StoreOptions.secret(accessKey);
    }

    public void setSecretKey(@Nullable String secretKey) {
        this.secretKey = StoreOptions.secret(secretKey);
    }

    public void setStorageClass(@Nullable String storageClass) {
        this.storageClass = StoreOptions.text(storageClass);
    }

    /** {@code AES256} or {@code aws:kms}. */
    public void setServerSideEncryption(@Nullable String serverSideEncryption) {
        this.serverSideEncryption = StoreOptions.text(serverSideEncryption);
    }

    public void setKmsKeyId(@Nullable String kmsKeyId) {
        this.kmsKeyId = StoreOptions.text(kmsKeyId);
    }

    /**
     * {@code when-supported} sends a checksum that the server verifies; {@code when-required} suits servers that do not know
     * it. Left out: the first for AWS, the second where an endpoint is set, here or in the environment.
     */
    public void setChecksum(@Nullable String checksum) {
        this.checksum = StoreOptions.text(checksum);
    }

    /** The smallest part of a multipart upload, such as {@code 16MiB}. */
    public void setPartSize(@Nullable String partSize) {
        this.partSize = StoreOptions.text(partSize);
    }

    /** The size from which an upload is made of parts, such as {@code 64MiB}. */
    public void setMultipartThreshold(@Nullable String multipartThreshold) {
        this.multipartThreshold = StoreOptions.text(multipartThreshold);
    }

    /** How many parts of one upload are sent at the same time. */
    public void setPartsInFlight(@Nullable String partsInFlight) {
        this.partsInFlight = StoreOptions.text(partsInFlight);
    }

    /**
     * Whether the payload is part of the signature over plain HTTP, as it is unless this says {@code false}. Over TLS it
     * never is: there it would cost time and protect nothing more.
     */
    public void setSignPayload(@Nullable String signPayload) {
        String text = StoreOptions.text(signPayload);
        this.signPayload = text == null || Boolean.parseBoolean(text);
    }

    /** {@code governance} or {@code compliance}: each object is locked for the days; together with them. */
    public void setObjectLockMode(@Nullable String objectLockMode) {
        this.objectLockMode = StoreOptions.text(objectLockMode);
    }

    /** How long each object is locked, in days. */
    public void setObjectLockDays(@Nullable String objectLockDays) {
        this.objectLockDays = StoreOptions.text(objectLockDays);
    }

    String bucket() {
        return StoreOptions.required("bucket", bucket);
    }

    @Nullable
    String region() {
        return region;
    }

    /** The endpoint from the options or the environment; null for AWS. */
    @Nullable
    URI endpoint() {
        return endpoint == null ? endpointOfEnvironment : StoreOptions.parse("endpoint", endpoint, S3Options::url, "");
    }

    /** Whether the endpoint is this destination's, and not the environment's. */
    boolean hasOwnEndpoint() {
        return endpoint != null;
    }

    /** Uses the endpoint that the SDK finds if none was set: that server is not AWS either. */
    void useEndpointOfEnvironment(URI found) {
        checkEncrypted(found, " (from AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile's endpoint_url)");
        endpointOfEnvironment = found;
    }

    boolean pathStyle() {
        return pathStyle;
    }

    @Nullable
    Secret accessKey() {
        return accessKey;
    }

    @Nullable
    Secret secretKey() {
        return secretKey;
    }

    @Nullable
    String storageClass() {
        return storageClass;
    }

    @Nullable
    ServerSideEncryption encryption() {
        return serverSideEncryption == null ? null : ServerSideEncryption.fromValue(serverSideEncryption);
    }

    @Nullable
    String kmsKeyId() {
        return kmsKeyId;
    }

    /** Whether checksums are sent, and asked for; S3 takes no object with a lock without one. */
    public boolean checksums() {
        return objectLockMode != null || (checksum == null ? endpoint() == null : checksum.equals("when-supported"));
    }

    /** The lock of an object that is written now; empty if none is asked for. */
    Optional<WriteLock> lock() {
        return Optional.ofNullable(objectLockMode).map(mode -> WriteLock.of(mode, objectLockDays, Instant.now()));
    }

    boolean signPayload() {
        return signPayload;
    }

    /** Whether nothing on the way to the server signs, sums up or encrypts the bytes: they can go straight from their file. */
    boolean bytesGoAsTheyAre() {
        URI server = endpoint();
        return server != null && "http".equalsIgnoreCase(server.getScheme()) && !signPayload && !checksums();
    }

    int partsInFlight() {
        return StoreOptions.parse("partsInFlight", partsInFlight, S3Options::parts, "4");
    }

    boolean inParts(long size) {
        long threshold = StoreOptions.parse("multipartThreshold", multipartThreshold, Sizes::parse, "64MiB");
        return size > Math.min(threshold, LARGEST_PUT);
    }

    long partSizeFor(long size) {
        return Math.max(smallestPart(), (size + PARTS - 1) / PARTS);
    }

    void check() {
        bucket();
        StoreOptions.oneOf("checksum", checksum, "when-supported", "when-required");
        StoreOptions.oneOf("serverSideEncryption", serverSideEncryption, "AES256", "aws:kms");
        if ((accessKey == null) != (secretKey == null)) {
            throw StoreOptions.wrong(
                    accessKey == null ? "accessKey" : "secretKey", "it is missing", "Set both keys, or neither");
        }
        if (kmsKeyId != null && !"aws:kms".equals(serverSideEncryption)) {
            throw StoreOptions.wrong(
                    "kmsKeyId",
                    "KMS encryption is off",
                    "Set " + StoreOptions.name("serverSideEncryption") + " to aws:kms");
        }
        if ((objectLockMode == null) != (objectLockDays == null)) {
            throw StoreOptions.wrong(
                    objectLockMode == null ? "objectLockMode" : "objectLockDays",
                    "it is missing",
                    "Set both, or neither");
        }
        lock();
        URI server = endpoint();
        if (server != null) {
            checkEncrypted(server, "");
        }
        partsInFlight();
        if (smallestPart() < SMALLEST_PART) {
            throw StoreOptions.wrong("partSize", "S3 accepts no parts below 5MiB", "Set at least 5MiB");
        }
    }

    private void checkEncrypted(URI server, String source) {
        if (Urls.isInClear(server.toString()) && !insecureHttp) {
            throw new PermanentFailure(
                    FailureCode.NOT_ENCRYPTED,
                    "The endpoint " + server + source + " is plain HTTP and not on this machine",
                    "Write https://, or, for a network that you trust, set " + StoreOptions.name("insecureHttp")
                            + " to true");
        }
    }

    private long smallestPart() {
        return StoreOptions.parse("partSize", partSize, Sizes::parse, "16MiB");
    }

    private static int parts(String text) {
        int parts = Integer.parseInt(text);
        if (parts < 1 || parts > MOST_PARTS_IN_FLIGHT) {
            throw new IllegalArgumentException("not between 1 and " + MOST_PARTS_IN_FLIGHT);
        }
        return parts;
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null) {
            throw new IllegalArgumentException("not a URL such as https://s3.example.com");
        }
        return url;
    }

    @Override
    public String toString() {
        return bucket + " at " + (endpoint() == null ? "AWS" : endpoint());
    }
}
