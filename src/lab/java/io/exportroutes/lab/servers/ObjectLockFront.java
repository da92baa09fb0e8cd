package io.exportroutes.lab.servers;

import io.exportroutes.lab.servers.ObjectLockRules.Target;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Stands before an S3 server that knows no Object Lock, and adds what AWS documents of it: see {@link ObjectLockRules}. It passes each
 * request as it is signed, on a connection of its own.
 */
public final class ObjectLockFront implements AutoCloseable {
    private final int targetPort;
    private final Listener listener;
    private final ObjectLockRules rules = new ObjectLockRules();

    private ObjectLockFront(int targetPort) {
        this.targetPort = targetPort;
        listener = new Listener(this::relay);
    }

    /** @param targetPort where the server listens on 127.0.0.1 */
    public static ObjectLockFront start(int targetPort) {
        return new ObjectLockFront(targetPort);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /** What it knows of objects, and how it behaves. */
    public ObjectLockRules rules() {
        return rules;
    }

    @Override
    public void close() {
        listener.close();
    }

    private void relay(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        HttpHead request = HttpHead.read(in);
        if (request == null) {
            return;
        }
        Target target = Target.of(request);
        Optional<XmlAnswer> own = rules.answer(target, request);
        if (own.isPresent()) {
            write(own.get(), client.getOutputStream());
            client.shutdownOutput();
            // Whoever is still sending reads the answer only if nobody hangs up on it.
            in.transferTo(OutputStream.nullOutputStream());
        } else {
            pass(target, request, in, client.getOutputStream());
        }
    }

    private void pass(Target target, HttpHead request, InputStream in, OutputStream out) throws IOException {
        if (request.header("Expect").isPresent()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        try (Socket server = new Socket("127.0.0.1", targetPort)) {
            OutputStream to = server.getOutputStream();
            request.without("Expect").with("Connection", "close").write(to);
            copy(in, to, request.contentLength());
            InputStream answer = new BufferedInputStream(server.getInputStream());
            HttpHead head = Objects.requireNonNull(HttpHead.read(answer), "no answer");
            rules.passed(target, request, head).with("Connection", "close").write(out);
            answer.transferTo(out);
            out.flush();
        }
    }

    private static void copy(InputStream from, OutputStream to, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("The request ends before its end");
            }
            to.write(buffer, 0, read);
            to.flush();
            left -= read;
        }
    }

    private static void write(XmlAnswer answer, OutputStream out) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.head()
                .with("Content-Length", String.valueOf(body.length))
                .with("Connection", "close")
                .write(out);
        out.write(body);
        out.flush();
    }
}
