package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * A bucket on AWS or on an S3-compatible server. An object appears by one PUT that ends with the withheld last byte, or by
 * the completion of a multipart upload; both come only after the content is verified.
 */
public final class S3Store implements ArtifactStore {
    /** The default limit of one delivery attempt; a caller with another limit interrupts it. */
    private static final Duration LONGEST_LAG = Duration.ofHours(1);

    private final S3Options options = new S3Options();
    private final Object lock = new Object();
    private final EntityTags tags = new EntityTags();
    private final EntityTags partTags = new EntityTags();
    private @Nullable S3Client client;
    private @Nullable SmallObjects smallObjects;

    /** To be set before the first use. */
    public S3Options getOptions() {
        return options;
    }

    @Override
    public Stored put(String key, Content content) throws IOException {
        KeyCheck.parts(key);
        // Without a length there is no PUT, and no last byte to withhold from nothing.
        OptionalLong announced = content.size();
        long size = announced.isPresent() && announced.getAsLong() > 0
                ? announced.getAsLong()
                : content.awaitVerified().size();
        S3Upload upload = new S3Upload(client(), options, key, content, size);
        if (options.inParts(size)) {
            MultipartUpload.Receipt receipt = new MultipartUpload(upload, partTags).send();
            if (!receipt.whole()) {
                confirm(key, content.awaitVerified());
            }
            return new Stored(location(key), size, receipt.confirmed() ? Confirmation.DIGEST : Confirmation.SIZE);
        }
        boolean confirmed = upload.whole(tags);
        Verified verified = content.awaitVerified();
        return new Stored(location(key), size, confirmed ? Confirmation.DIGEST : confirm(key, verified));
    }

    /** Small objects go the short way; after the first that does not get through, the rest goes the ordinary one. */
    @Override
    public List<PutResult> putAll(ContentBatch batch) {
        if (!SmallObjects.serves(options)) {
            return ArtifactStore.super.putAll(batch);
        }
        List<PutResult> results = new ArrayList<>();
        boolean shortWay = true;
        for (ContentBatch.Item item : batch.items()) {
            OptionalLong size = item.content().size();
            Optional<Confirmation> confirmed = Optional.empty();
            if (shortWay && item.content().isVerified() && size.orElse(Long.MAX_VALUE) <= SmallObjects.LARGEST) {
                confirmed = smallObjects().put(item);
                shortWay = confirmed.isPresent();
            }
            results.add(
                    confirmed.isPresent()
                            ? PutResult.of(new Stored(location(item.key()), size.orElseThrow(), confirmed.get()))
                            : ArtifactStore.super
                                    .putAll(new ContentBatch(List.of(item)))
                                    .get(0));
        }
        return results;
    }

    private SmallObjects smallObjects() {
        S3Client open = client();
        synchronized (lock) {
            if (smallObjects == null) {
                smallObjects = new SmallObjects(open, options);
            }
            return smallObjects;
        }
    }

    @Override
    public Optional<Stored> find(String key) {
        KeyCheck.parts(key);
        return look("Looking for ", key).map(head -> new Stored(location(key), head.contentLength()));
    }

    @Override
    public InputStream read(String key) {
        KeyCheck.parts(key);
        return call("Reading " + location(key), s3 -> {
            try {
                return s3.getObject(get -> get.bucket(options.bucket()).key(key));
            } catch (NoSuchKeyException e) {
                throw KeyCheck.absent(location(key), e);
            }
        });
    }

    @Override
    public void delete(String key) {
        KeyCheck.parts(key);
        call(
                "Deleting " + location(key),
                s3 -> s3.deleteObject(delete -> delete.bucket(options.bucket()).key(key)));
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (smallObjects != null) {
                smallObjects.close();
                smallObjects = null;
            }
            if (client != null) {
                client.close();
                client = null;
            }
        }
    }

    /** By its size, and by its SHA-256 where it came by one request; parts were compared each by itself. */
    private Confirmation confirm(String key, Verified sent) {
        HeadObjectResponse head = new S3VisibilityWait(location(key), LONGEST_LAG).await(() -> look("Checking ", key));
        String theirs = WholeChecksum.of(head);
        if (head.contentLength() != sent.size() || (theirs != null && !theirs.equals(sent.sha256()))) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has %d bytes (SHA-256 %s), but %d (SHA-256 %s) were sent"
                            .formatted(location(key), head.contentLength(), theirs, sent.size(), sent.sha256()),
                    "It is written again; if it keeps failing, something between here and the server changes objects");
        }
        return theirs != null ? Confirmation.DIGEST : Confirmation.SIZE;
    }

    private Optional<HeadObjectResponse> look(String purpose, String key) {
        return call(purpose + location(key), s3 -> {
            try {
                return Optional.of(head(s3, key));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    private HeadObjectResponse head(S3Client s3, String key) {
        return s3.headObject(head -> head.bucket(options.bucket())
                .key(key)
                .checksumMode(
                        options.checksums() ? software.amazon.awssdk.services.s3.model.ChecksumMode.ENABLED : null));
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
        return "s3://" + options.bucket() + "/" + key;
    }

    /**
     * The client of all calls of this store, for others that read the same bucket; closed with the store.
     *
     * @throws io.exportroutes.failure.PermanentFailure if an option is wrong
     */
    public S3Client client() {
        synchronized (lock) {
            if (client == null) {
                options.check();
                try {
                    if (options.endpoint() == null) {
                        S3Clients.endpointOfEnvironment().ifPresent(options::useEndpointOfEnvironment);
                    }
                    client = S3Clients.build(options);
                } catch (SdkClientException e) {
                    throw S3Failures.of("Opening the bucket " + options.bucket(), e);
                }
            }
            return client;
        }
    }

    @Override
    public String toString() {
        return "S3Store[" + options + "]";
    }
}
