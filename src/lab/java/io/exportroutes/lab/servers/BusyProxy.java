package io.exportroutes.lab.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an HTTP server and sends requests away with 503 and {@code Retry-After}, as a server under load does; it knows
 * when it last did, and when the first request after that came.
 */
public final class BusyProxy implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 << 10;

    private final int targetPort;
    private final Listener listener;
    private final PlannedFaults faults = new PlannedFaults();
    private volatile PlannedFault refusals = faults.plan("refused requests", 0);
    private volatile Duration wait = Duration.ZERO;
    private @Nullable Instant refused;
    private @Nullable Instant passed;

    private BusyProxy(int targetPort) {
        this.targetPort = targetPort;
        this.listener = new Listener(this::answer);
    }

    /** @param targetPort where the server listens on 127.0.0.1 */
    public static BusyProxy start(int targetPort) {
        return new BusyProxy(targetPort);
    }

    public int port() {
        return listener.port();
    }

    /** Sends the next requests away, for so long. */
    public void refuse(int times, Duration retryAfter) {
        wait = retryAfter;
        refusals = faults.replace(refusals, "refused requests", times);
    }

    /** How long after the last refusal the first request came that was let through. */
    public synchronized Duration pause() {
        if (refused == null || passed == null) {
            throw new AssertionError("Refused at " + refused + ", passed at " + passed);
        }
        return Duration.between(refused, passed);
    }

    /** @throws IllegalStateException where a refusal was planned that did not come: what was to meet it proves nothing */
    @Override
    public void close() {
        listener.close();
        faults.requireStruck("proxied");
    }

    /** A connection that was refused ends, so that each request meets this on a connection of its own. */
    private void answer(Socket client) throws IOException {
        String head = head(client.getInputStream());
        if (head.isEmpty()) {
            return;
        }
        if (refusals.strikes()) {
            refuse(client, head);
        } else {
            pass(client, head);
        }
    }

    private void refuse(Socket client, String head) throws IOException {
        note(false);
        String reply = "HTTP/1.1 503 Slow Down\r\nRetry-After: " + wait.toSeconds()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        OutputStream out = client.getOutputStream();
        if (!head.toLowerCase(Locale.ROOT).contains("\r\nexpect:")) {
            client.getInputStream().skipNBytes(length(head)); // or its client may find the connection broken
        }
        out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void pass(Socket client, String head) throws IOException {
        note(true);
        try (Socket target = new Socket("127.0.0.1", targetPort)) {
            Thread back = Listener.start(() -> answers(target, client));
            target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            client.getInputStream().transferTo(target.getOutputStream());
            target.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answers(Socket target, Socket client) {
        try {
            target.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException e) {
            Listener.closeQuietly(client);
        }
    }

    private synchronized void note(boolean through) {
        if (!through) {
            refused = Instant.now();
            passed = null;
        } else if (passed == null) {
            passed = Instant.now();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElse(0);
    }
}
