package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running stand-in of the export API. Safe for use by several threads. */
public final class Sandbox implements AutoCloseable {
    static {
        // Without it the JDK's server sends head and body of a reply 40 ms apart on a kept connection.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SandboxOptions options;
    private final SandboxFaults faults;
    private final CallLog calls = new CallLog();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool(Sandbox::thread);
    private final ArtifactFiles files;
    private final Identifiers identifiers;
    private final Exports exports;
    private final HttpServer server;

    private Sandbox(SandboxOptions options, HttpServer server, ArtifactFiles files) {
        this.options = options;
        this.server = server;
        this.files = files;
        this.faults = new SandboxFaults(options.faults());
        this.identifiers = new Identifiers(options.timing().clock());
        this.exports = new Exports(options.timing(), identifiers, files, executor);
        Envelope envelope = new Envelope(options.timing().clock(), identifiers);
        server.createContext("/", new ApiHandler(options, faults, calls, envelope, endpoints(envelope)));
        server.createContext(ControlEndpoint.ROOT, new ControlEndpoint(faults, calls));
        server.setExecutor(executor);
    }

    /**
     * Starts a sandbox that runs until it is closed.
     *
     * @throws IOException where its address is taken or its folder cannot be made
     */
    public static Sandbox start(SandboxOptions options) throws IOException {
        SandboxOptions.Listener listener = options.listener();
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName(listener.bindAddress()), listener.port());
        HttpServer server = HttpServer.create(address, 0);
        Sandbox sandbox = new Sandbox(options, server, new ArtifactFiles());
        server.start();
        return sandbox;
    }

    /** Where the API is, without a slash at the end. */
    public URI baseUri() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : options.listener().bindAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /** The token that is let in. */
    public String token() {
        return options.access().token();
    }

    public SandboxFaults faults() {
        return faults;
    }

    /** The last 10,000 calls, oldest first; control calls are not among them. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    /** The request id of the last answer that had one, or an empty text. */
    public String lastRequestId() {
        return identifiers.lastRequest();
    }

    /** Adds an export that no call created, and returns its id. */
    public String addExport(PlantedExport export) {
        return exports.plant(export).id();
    }

    /** Adds so many of them, which share one artifact, and returns their ids in the order of their making. */
    public List<String> addExports(PlantedExport export, int count) {
        return exports.plant(export, count).stream().map(Export::id).toList();
    }

    /**
     * Lets an export expire now.
     *
     * @throws IllegalArgumentException where there is no such export
     */
    public void expire(String id) {
        exports.require(id).expire(options.timing().clock().instant());
    }

    /**
     * The bytes that an export has now, whatever was sent of them: what every copy is to be compared with.
     *
     * @throws IllegalArgumentException where there is no such export, or it is still being made
     */
    public byte[] artifact(String id) throws IOException {
        Artifact artifact = exports.require(id).artifact();
        if (artifact == null) {
            throw new IllegalArgumentException("export " + id + " is not made yet");
        }
        return Files.readAllBytes(artifact.file());
    }

    /**
     * Puts other bytes in the place of an export's artifact, under another entity tag.
     *
     * @throws IllegalArgumentException where there is no such export
     */
    public void replaceArtifact(String id, ArtifactContent content) {
        exports.replace(id, content);
    }

    /**
     * As {@link #stop}.
     *
     * @throws IllegalStateException where a fault was planted that did not strike: what was to meet it proves nothing
     */
    @Override
    public void close() {
        stop();
        List<String> idle = faults.idle();
        if (!idle.isEmpty()) {
            throw new IllegalStateException("Planted at the API for nothing: " + String.join("; ", idle));
        }
    }

    /** Drops every connection and removes the artifacts; a second time does nothing. */
    public void stop() {
        if (!open.getAndSet(false)) {
            return;
        }
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
        try {
            // What is still being written would come back into a folder that is just being emptied.
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        files.close();
    }

    private Endpoints endpoints(Envelope envelope) {
        Manifests manifests = new Manifests(options.artifacts().sizeKnown());
        return new Endpoints(
                new CreateEndpoint(DataSet.of(options.artifacts().rows()), exports, manifests),
                new ListEndpoint(exports, manifests),
                new DownloadEndpoint(options.artifacts(), exports, new BodySender(closing)),
                new FaultReplies(envelope, closing));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sandbox");
        thread.setDaemon(true);
        return thread;
    }
}
