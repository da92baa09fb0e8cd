package io.exportroutes.lab.servers;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A TCP proxy on a port of 127.0.0.1 that delays, cuts or swallows what passes through it. */
public final class FaultProxy implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final String host;
    private final int targetPort;
    private final Listener listener;
    private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);
    private final PlannedFaults faults = new PlannedFaults();
    private volatile PlannedFault cut = faults.plan("a cut", 0);
    private final AtomicReference<@Nullable HeldAnswer> middle = new AtomicReference<>();
    private volatile long latencyNanos;
    private volatile boolean blackHole;

    private FaultProxy(String host, int targetPort) {
        this.host = host;
        this.targetPort = targetPort;
        listener = new Listener(this::relay);
    }

    public static FaultProxy start(String host, int targetPort) {
        return new FaultProxy(host, targetPort);
    }

    public int port() {
        return listener.port();
    }

    /** Each piece that passes, in either direction, waits this long. */
    public void latency(Duration each) {
        latencyNanos = each.toNanos();
    }

    /** Cuts all connections once this many further bytes passed, both directions counted; once. */
    public void cutAfter(long bytes) {
        cut = faults.replace(cut, "a cut after " + bytes + " bytes", 1);
        bytesUntilCut.set(bytes);
    }

    /** Takes connections and bytes, and lets nothing through, while on. */
    public void blackHole(boolean on) {
        blackHole = on;
    }

    /** Lets the beginning of the server's next bytes through, and the rest once the answer is closed. */
    public HeldAnswer holdInTheMiddle() {
        HeldAnswer answer = new HeldAnswer("", faults.plan("a pause in the middle", 1));
        middle.set(answer);
        return answer;
    }

    public void dropConnections() {
        listener.dropConnections();
    }

    /** Refuses connections until {@link #up()}. */
    public void down() {
        listener.down();
    }

    public void up() {
        listener.up();
    }

    /** @throws IllegalStateException where a cut was planned that did not come: what was to meet it proves nothing */
    @Override
    public void close() {
        listener.close();
        faults.requireStruck("proxied");
    }

    private void relay(Socket client) throws IOException {
        try (Socket target = new Socket(host, targetPort)) {
            Thread back = Listener.start(() -> {
                try {
                    copy(target.getInputStream(), answers(client.getOutputStream()));
                } catch (IOException e) {
                    Listener.closeQuietly(client);
                } finally {
                    Listener.closeQuietly(client);
                }
            });
            copy(client.getInputStream(), target.getOutputStream());
            target.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OutputStream answers(OutputStream to) {
        return new FilterOutputStream(to) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                HeldAnswer held = middle.getAndSet(null);
                int beginning = held == null ? 0 : length / 2;
                out.write(bytes, offset, beginning);
                if (held != null) {
                    out.flush();
                    held.meet("");
                }
                out.write(bytes, offset + beginning, length - beginning);
            }
        };
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = from.read(buffer)) >= 0) {
            if (latencyNanos > 0) {
                LockSupport.parkNanos(latencyNanos);
            }
            if (bytesUntilCut.get() != NEVER && bytesUntilCut.addAndGet(-read) <= 0) {
                bytesUntilCut.set(NEVER);
                cut.strikes();
                listener.dropConnections();
                throw new IOException("Cut on purpose");
            }
            if (!blackHole) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }
}
