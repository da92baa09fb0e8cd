package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.NetworkFailures;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.AttributeMap;

/** Builds the one client of a store. */
final class S3Clients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** S3 itself gives up on a silent connection earlier; this is for a destination that hangs. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(60);

    /** Shorter than servers keep them, so that a request seldom meets one that is closed already. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    static S3Client build(S3Options options) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(new Connections())
                .forcePathStyle(options.pathStyle())
                // Each retry has one owner, and that is Camel's redelivery.
                .overrideConfiguration(override -> override.retryStrategy(retries -> retries.maxAttempts(1)))
                .requestChecksumCalculation(
                        options.checksums()
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                // Whoever reads compares the SHA-256 that was delivered, and has to be shown bytes that differ.
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        where(options, builder);
        if (!options.signPayload()) {
            builder.putAuthScheme(new UnsignedPayload());
        }
        var accessKey = options.accessKey();
        var secretKey = options.secretKey();
        if (accessKey != null && secretKey != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKey.reveal(), secretKey.reveal())));
        }
        return builder.build();
    }

    /**
     * Makes a request that may be repeated without harm (RFC 9110, 9.2.2), once more where a pooled connection turns out to be
     * closed: a server may do that at any time, and it means nothing.
     */
    static <T> T onFreshConnection(Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            if (NetworkFailures.closedByServer(e)) {
                return request.get();
            }
            throw e;
        }
    }

    static Apache5HttpClient.Builder connections() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(SILENCE_TIMEOUT)
                .socketTimeout(SILENCE_TIMEOUT)
                .maxConnections(CONNECTIONS)
                .connectionMaxIdleTime(IDLE)
                .tcpKeepAlive(true);
    }

    /**
     * The endpoint that the SDK takes where it is given none: from the system properties, the environment or the profile; empty
     * where it goes to AWS. It is the SDK that is asked, since it decides.
     */
    static Optional<URI> endpointOfEnvironment() {
        try (S3Client asked = S3Client.builder()
                .httpClientBuilder(connections())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            return asked.serviceClientConfiguration().endpointOverride();
        }
    }

    /** The SDK closes a client that it has built itself. */
    private static final class Connections implements SdkHttpClient.Builder<Connections> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new RegionHttpClient(
                    connections().buildWithDefaults(defaults),
                    new UploadConnections(CONNECT_TIMEOUT, SILENCE_TIMEOUT, IDLE));
        }
    }

    private static void where(S3Options options, S3ClientBuilder builder) {
        URI endpoint = options.endpoint();
        String region = options.region();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (region != null) {
            builder.region(Region.of(region));
        } else if (options.hasOwnEndpoint()) {
            // A server elsewhere has no AWS region, but a signature needs one.
            builder.region(Region.US_EAST_1);
        }
    }
}
