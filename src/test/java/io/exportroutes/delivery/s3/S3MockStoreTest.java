package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.testing.S3MockServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The contract on a second implementation of S3, which has its own views of tags and checksums. */
@Tag("soak")
class S3MockStoreTest extends ArtifactStoreContract {
    private final S3MockServer server;
    private final S3Client behind;

    S3MockStoreTest() throws IOException {
        server = S3MockServer.start();
        server.call("PUT", "/acme", "");
        behind = ((S3Store) open()).client();
    }

    @AfterAll
    void stopServer() {
        behind.close();
        server.close();
    }

    @Override
    public ArtifactStore open() {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(server.endpoint().toString());
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey("any");
        store.getOptions().setSecretKey("any");
        store.getOptions().setChecksum("when-supported");
        return store;
    }

    @Override
    public Optional<byte[]> atFarEnd(String key) {
        try {
            return Optional.of(
                    behind.getObjectAsBytes(get -> get.bucket("acme").key(key)).asByteArray());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> allAtFarEnd() {
        List<String> all = new ArrayList<>();
        behind.listObjectsV2Paginator(list -> list.bucket("acme")).contents().forEach(object -> all.add(object.key()));
        behind.listMultipartUploads(list -> list.bucket("acme")).uploads().forEach(upload -> all.add("an open upload"));
        return all;
    }
}
