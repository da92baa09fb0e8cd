package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.lab.servers.PatientProxy;
import io.exportroutes.lab.servers.S3Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real S3 server. */
abstract class S3StoreContract extends ArtifactStoreContract.Remote {
    private final S3Server server = S3Server.start("acme");
    private final PatientProxy refusals = PatientProxy.start(server.endpoint().getPort());

    S3Server server() {
        return server;
    }

    /** A connection that the server is about to close, as after a refusal, costs an upload a try, which has none here. */
    @BeforeEach
    void forgetConnections() throws Exception {
        reopen();
    }

    @AfterAll
    void stopServer() {
        refusals.close();
        server.close();
    }

    @Override
    public ArtifactStore open() {
        return configured(new S3Store());
    }

    S3Store configured(S3Store store) {
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(server.endpoint().toString());
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey(server.accessKey());
        store.getOptions().setSecretKey(server.secretKey());
        store.getOptions().setChecksum("when-supported");
        return store;
    }

    /** For what the server refuses: this one refuses before it has read the request, and hangs up then. */
    S3Store refused(S3Store store) {
        configured(store).getOptions().setEndpoint("http://127.0.0.1:" + refusals.port());
        return store;
    }

    @Override
    public ArtifactStore withWrongSecret() {
        S3Store store = refused(new S3Store());
        store.getOptions().setSecretKey("not-the-secret");
        return store;
    }

    @Override
    public String wrongSecretCode() {
        return "login_refused";
    }

    @Override
    public Optional<byte[]> atFarEnd(String key) throws IOException {
        return server.keys("acme").contains(key) ? Optional.of(server.read("acme", key)) : Optional.empty();
    }

    @Override
    public List<String> allAtFarEnd() {
        // What this server itself keeps of a request that broke off, under a name that nobody gave it.
        List<String> all = new ArrayList<>(server.keys("acme").stream()
                .filter(key -> !key.matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .toList());
        all.addAll(Collections.nCopies(server.openUploads("acme"), "an open upload"));
        return all;
    }

    @Override
    public void down() {
        server.down();
    }

    @Override
    public void up() {
        server.up();
    }

    @Override
    public void misreportSizesBy(long bytes) {
        server.misreportSizesBy(bytes);
        server.hideTags(bytes != 0); // the size is asked for where the tag tells nothing
    }
}
