package io.exportroutes.lab.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server (S3Proxy over a folder) on a port of 127.0.0.1, which checks signatures. */
public final class S3Server implements AutoCloseable {
    /** Under which name the server behind this one keeps an object until all of it is there. */
    private static final Pattern UNDER_WAY = Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path root = TempDirs.create("s3");
    private final String secretKey = UUID.randomUUID().toString();
    private final FaultyBlobStore blobs;
    private S3Proxy proxy;
    private final int port;

    private S3Server() {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", root.toString());
        blobs = new FaultyBlobStore(BlobStores.create("filesystem-nio2", properties));
        proxy = listen(FreePort.find());
        port = proxy.getPort();
    }

    /** Starts a server with no bucket. */
    public static S3Server start() {
        return new S3Server();
    }

    /** Starts a server with one empty bucket. */
    public static S3Server start(String bucket) {
        S3Server server = new S3Server();
        server.createBucket(bucket);
        return server;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String accessKey() {
        return "lab-access-key";
    }

    public String secretKey() {
        return secretKey;
    }

    public void createBucket(String bucket) {
        blobs.createContainer(bucket);
    }

    /** The keys in a bucket, sorted; what a PUT that is under way has written so far is none, as on any S3 server. */
    public List<String> keys(String bucket) {
        List<String> keys = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Response page = blobs.list(ListObjectsV2Request.builder()
                    .bucket(bucket)
                    .continuationToken(token)
                    .build());
            page.contents().stream().map(S3Object::key).forEach(keys::add);
            token = page.nextContinuationToken();
        } while (token != null);
        return keys.stream()
                .filter(key -> !UNDER_WAY.matcher(key).matches())
                .sorted()
                .toList();
    }

    /** The bytes of one object. */
    public byte[] read(String bucket, String key) throws IOException {
        try (var bytes = blobs.getBlob(bucket, key)) {
            return bytes.readAllBytes();
        }
    }

    /** The user metadata of one object. */
    public Map<String, String> metadata(String bucket, String key) {
        Map<String, String> all = new HashMap<>(blobs.blobMetadata(
                        HeadObjectRequest.builder().bucket(bucket).key(key).build())
                .metadata());
        all.keySet().removeIf(name -> name.startsWith("s3proxy_")); // where S3Proxy keeps checksums
        return all;
    }

    /** How many multipart uploads were begun and neither completed nor aborted. */
    public int openUploads(String bucket) {
        return blobs.listMultipartUploads(bucket).size();
    }

    /** Answers the next writes with an HTTP status such as 503, {@code times} times. */
    public void failWrites(int status, int times) {
        blobs.failWrites(status, times);
    }

    /** Refuses the next removals of objects with 403, {@code times} times, as a bucket whose user may not delete, or a lock. */
    public void refuseRemovals(int times) {
        blobs.refuseRemovals(times);
    }

    /** Answers each reading as S3 does for an object in Glacier that was not restored; what a listing or a HEAD says stays as it is. */
    public void freeze(boolean frozen) {
        blobs.freeze(frozen);
    }

    /** Reports each object as this many bytes longer than it is, as a far end that lost bytes would report fewer. */
    public void misreportSizesBy(long bytes) {
        blobs.misreportSizesBy(bytes);
    }

    /** Answers the next questions after an object with 404, {@code times} times, as a store whose listing lags behind does. */
    public void hideObjects(int times) {
        blobs.hideObjects(times);
    }

    /** How many of these 404s are left. */
    public int hiddenStill() {
        return blobs.hiddenStill();
    }

    /** Refuses the next part of this number with 503, after doing something. */
    public void refusePart(int number, Runnable first) {
        blobs.refusePart(number, first);
    }

    /** Does something each time after an upload was aborted. */
    public void whenAborted(Runnable then) {
        blobs.whenAborted(then);
    }

    /** Answers the next completion of an upload with the tag of other parts, as a server that took the wrong ones. */
    public void misassembleNextUpload() {
        blobs.misassembleNextUpload();
    }

    /** Stores the next bytes with one of them changed, as failing memory would. */
    public void corruptNextWrite() {
        blobs.corruptNextWrite();
    }

    /** Answers with entity tags that say nothing of the bytes, as a server that encrypts does. */
    public void hideTags(boolean hidden) {
        blobs.hideTags(hidden);
    }

    /** Refuses connections until {@link #up()}. */
    public void down() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not stop", e);
        }
    }

    /** Listens again, on the same port, with the same objects. */
    public void up() {
        proxy = listen(port);
    }

    /** @throws IllegalStateException where a fault was planned that did not strike: what was to meet it proves nothing */
    @Override
    public void close() {
        down();
        blobs.close();
        TempDirs.delete(root);
        blobs.requireStruck();
    }

    private S3Proxy listen(int onPort) {
        S3Proxy created = S3Proxy.builder()
                .blobStore(blobs)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey(), secretKey)
                .endpoint(URI.create("http://127.0.0.1:" + onPort))
                // Without it some SDK headers are answered with 501.
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            created.start();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not start", e);
        }
        return created;
    }
}
