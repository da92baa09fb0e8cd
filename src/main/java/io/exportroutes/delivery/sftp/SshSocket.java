package io.exportroutes.delivery.sftp;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one SSH connection. The library's own has no limit for a write, none for a login as a whole, and reports a lost
 * connection during a login as a refused one; this one has both limits and knows why it ended.
 */
final class SshSocket implements SocketFactory, AutoCloseable {
    private static final int ROOM = 64 * 1024;

    /** How often a read that waits looks whether a limit has passed, in milliseconds. */
    private static final long LOOK = 1_000;

    private final Duration connectTimeout;
    private final Duration silence;
    private final long loginDeadline;
    private @Nullable SocketChannel channel;
    private volatile boolean loggedIn;
    private volatile @Nullable IOException failure;
    /** The thread that sends a request now, and when that moved on, by {@link System#nanoTime}. */
    private volatile @Nullable Thread writer;

    private volatile long moved;
    /** When the server sent something last, by {@link System#nanoTime}. */
    private volatile long heard = System.nanoTime();

    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param connectTimeout of the connection and of the login together
     * @param silence how long the server may take nothing of what is written, and how long it may send nothing: it is asked
     *     often enough by a {@link Heartbeat}
     */
    SshSocket(Duration connectTimeout, Duration silence) {
        this.connectTimeout = connectTimeout;
        this.silence = silence;
        loginDeadline = System.nanoTime() + connectTimeout.toNanos();
    }

    /** From now on the limit for silence counts, and the library's own for a read never does: see {@link Heartbeat}. */
    void loggedIn() {
        loggedIn = true;
    }

    /** How long the server has sent nothing. */
    Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    /** Waits for so long; true at once when the connection has ended. */
    boolean awaitEnd(Duration wait) throws InterruptedException {
        return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The requests of a channel, to be written through this. The library waits without a limit until the server has room for more of
     * them: after the time for silence the connection fails, although heartbeats are answered.
     */
    OutputStream limited(OutputStream requests) {
        return new FilterOutputStream(requests) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                watch(() -> out.write(bytes, offset, length));
            }

            @Override
            public void flush() throws IOException {
                watch(out::flush);
            }
        };
    }

    private void watch(Writing writing) throws IOException {
        moved = System.nanoTime();
        writer = Thread.currentThread();
        try {
            writing.write();
        } catch (IOException e) {
            IOException reason = failure; // the library only says that the channel is broken
            throw reason == null ? e : new IOException(reason.getMessage(), reason);
        } finally {
            writer = null;
        }
    }

    /** Called by the library's own thread. */
    private void requireMove() throws IOException {
        if (writer != null && System.nanoTime() - moved > silence.toNanos()) {
            throw new IOException("The server takes no more", new SftpTimeout(silence));
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    /** Why the connection ended by itself, or null if it did not. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.socket().connect(new InetSocketAddress(host, port), (int) connectTimeout.toMillis());
        opened.configureBlocking(false);
        return opened.socket();
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return new Received(socket.getChannel());
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return new Sent(socket.getChannel());
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private <T extends IOException> T failed(T reason) {
        failure = reason;
        return reason;
    }

    /** Whether the channel is ready before the time is over. */
    private boolean awaitReady(Selector selector, long millis) throws IOException {
        try {
            boolean ready = selector.select(key -> {}, millis) > 0;
            if (Thread.currentThread().isInterrupted()) {
                throw failed(new InterruptedIOException("Interrupted"));
            }
            return ready;
        } catch (ClosedSelectorException e) {
            throw new SocketException("The connection was closed here");
        }
    }

    private static Selector selector(SocketChannel channel, int operation) throws IOException {
        Selector selector = Selector.open();
        channel.register(selector, operation);
        return selector;
    }

    private final class Received extends InputStream {
        private final SocketChannel channel;
        private final Selector selector;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(ROOM).limit(0);

        Received(SocketChannel channel) throws IOException {
            this.channel = channel;
            selector = selector(channel, SelectionKey.OP_READ);
        }

        @Override
        public int read() throws IOException {
            return fill() ? bytes.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int read = Math.min(length, bytes.remaining());
            bytes.get(buffer, offset, read);
            return read;
        }

        private boolean fill() throws IOException {
            if (bytes.hasRemaining()) {
                return true;
            }
            int read;
            try {
                requireMove();
                long since = System.nanoTime();
                while ((read = channel.read(bytes.clear())) == 0) {
                    awaitMore(since);
                }
            } catch (IOException e) {
                bytes.limit(0);
                throw failure == null ? failed(e) : e;
            }
            heard = System.nanoTime();
            bytes.flip();
            failure = read < 0 ? new SocketException("the server closed it") : null;
            return read > 0;
        }

        /** @param since when this wait for a byte began, by {@link System#nanoTime} */
        private void awaitMore(long since) throws IOException {
            requireMove();
            long now = System.nanoTime();
            long left = loggedIn ? since + silence.toNanos() - now : loginDeadline - now;
            if (left <= 0) {
                throw failed(new SftpTimeout(loggedIn ? silence : connectTimeout));
            }
            awaitReady(selector, Math.min(LOOK, left / 1_000_000 + 1));
        }

        @Override
        public void close() throws IOException {
            ended.countDown();
            selector.close();
        }
    }

    private final class Sent extends OutputStream {
        private final SocketChannel channel;
        private final Selector selector;

        Sent(SocketChannel channel) throws IOException {
            this.channel = channel;
            selector = selector(channel, SelectionKey.OP_WRITE);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
            try {
                while (bytes.hasRemaining()) {
                    if (channel.write(bytes) == 0 && !awaitReady(selector, silence.toMillis())) {
                        throw new SocketTimeoutException(
                                "Timeout: the server took nothing for " + silence.toMillis() + " ms");
                    }
                    if (Thread.currentThread() == writer) {
                        moved = System.nanoTime();
                    }
                }
            } catch (ClosedByInterruptException e) {
                throw failed(new InterruptedIOException("Interrupted"));
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
