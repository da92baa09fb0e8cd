package io.exportroutes.delivery;

import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A bucket on AWS or on a server that speaks S3. An object appears by one PUT that ends with the withheld last byte, or by
 * the completion of a multipart upload; both come only after the content is verified.
 */
public final class S3Store extends S3Options implements ArtifactStore {
    private final Object lock = new Object();
    private @Nullable S3Client client;

    @Override
    public Stored put(String key, Content content) throws IOException {
        Keys.parts(key);
        // Without a length there is no PUT, and no last byte to withhold from nothing.
        OptionalLong announced = content.size();
        long size = announced.isPresent() && announced.getAsLong() > 0
                ? announced.getAsLong()
                : content.awaitVerified().size();
        S3Upload upload = new S3Upload(client(), this, key, content, size);
        if (inParts(size)) {
            new S3Parts(upload).send();
            return confirm(key, size, null);
        }
        S3Upload.Receipt receipt = upload.whole();
        content.awaitVerified();
        return receipt.confirmed() ? new Stored(location(key), size) : confirm(key, size, receipt.checksum());
    }

    @Override
    public Optional<Stored> find(String key) {
        Keys.parts(key);
        return call("Looking for " + location(key), s3 -> {
            try {
                return Optional.of(new Stored(location(key), head(s3, key).contentLength()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public InputStream read(String key) {
        Keys.parts(key);
        return call("Reading " + location(key), s3 -> {
            try {
                return s3.getObject(get -> get.bucket(bucket()).key(key));
            } catch (NoSuchKeyException e) {
                throw Keys.absent(location(key), e);
            }
        });
    }

    @Override
    public void delete(String key) {
        Keys.parts(key);
        call(
                "Deleting " + location(key),
                s3 -> s3.deleteObject(delete -> delete.bucket(bucket()).key(key)));
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (client != null) {
                client.close();
                client = null;
            }
        }
    }

    /** @param checksum the CRC-32 of what was sent by one request; of parts, each was compared by itself */
    private Stored confirm(String key, long size, @Nullable String checksum) {
        HeadObjectResponse head = call("Checking " + location(key), s3 -> head(s3, key));
        String theirs = head.checksumCRC32();
        boolean comparable = checksum != null && theirs != null && !theirs.contains("-");
        if (head.contentLength() != size || (comparable && !theirs.equals(checksum))) {
            throw new PassingFailure(
                    "far_end_differs",
                    "%s has %d bytes (CRC-32 %s), sent were %d (CRC-32 %s)"
                            .formatted(location(key), head.contentLength(), theirs, size, checksum),
                    "It is written again; if it stays, something between here and there changes objects");
        }
        return new Stored(location(key), size);
    }

    private HeadObjectResponse head(S3Client s3, String key) {
        return s3.headObject(head -> head.bucket(bucket())
                .key(key)
                .checksumMode(checksums() ? software.amazon.awssdk.services.s3.model.ChecksumMode.ENABLED : null));
    }

    /** For requests that may be repeated without harm (RFC 9110, 9.2.2). */
    private <T> T call(String what, Function<S3Client, T> request) {
        try {
            return S3Clients.onFreshConnection(() -> request.apply(client()));
        } catch (SdkException e) {
            throw S3Failures.of(what, e);
        }
    }

    private String location(String key) {
        return "s3://" + bucket() + "/" + key;
    }

    private S3Client client() {
        synchronized (lock) {
            if (client == null) {
                check();
                try {
                    client = S3Clients.build(this);
                } catch (SdkClientException e) {
                    throw S3Failures.of("Opening the bucket " + bucket(), e);
                }
            }
            return client;
        }
    }
}
