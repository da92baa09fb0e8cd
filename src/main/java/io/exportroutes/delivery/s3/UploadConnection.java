package io.exportroutes.delivery.s3;

import io.exportroutes.value.FileRegion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One plain connection to a server. It never blocks in a call to the system, so that each wait has its limit and ends at an
 * interrupt. For one thread at a time; another one may close it.
 */
final class UploadConnection implements AutoCloseable {
    /** How often a wait looks whether the file that is being sent was closed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final InetSocketAddress named;
    private final Duration silence;
    private long resting;

    private UploadConnection(SocketChannel channel, InetSocketAddress named, Duration silence) throws IOException {
        this.channel = channel;
        this.named = named;
        this.silence = silence;
        this.selector = Selector.open();
        this.key = channel.register(selector, 0);
    }

    /**
     * Tries all addresses of the host.
     *
     * @param connect the longest that one address may take to accept
     * @param silence the longest that the server takes no byte, or sends none of an answer
     * @throws IOException if none accepts: that of the last one
     */
    static UploadConnection open(String host, int port, Duration connect, Duration silence) throws IOException {
        IOException refused = new ConnectException(host + " has no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket().connect(new InetSocketAddress(address, port), (int) connect.toMillis());
                channel.configureBlocking(false);
                return new UploadConnection(channel, InetSocketAddress.createUnresolved(host, port), silence);
            } catch (IOException e) {
                channel.close();
                refused = e;
            }
        }
        throw refused;
    }

    boolean leadsTo(String host, int port) {
        return named.getHostString().equals(host) && named.getPort() == port;
    }

    /** Begins the time in which nobody uses it. */
    void rest() {
        resting = System.nanoTime();
    }

    /** Whether it was not unused for longer than this, and the server has neither closed it nor said anything. */
    boolean isUsable(Duration idle) {
        try {
            return System.nanoTime() - resting < idle.toNanos() && channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException broken) {
            return false;
        }
    }

    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /**
     * Sends a piece of a file.
     *
     * @return how many bytes were sent: fewer than all where the server says something meanwhile
     * @throws ClosedChannelException if the file was closed meanwhile
     * @throws io.exportroutes.value.UnreadableRegion if the file cannot be read
     */
    long send(FileRegion region) throws IOException {
        long end = region.position() + region.length();
        long at = region.position();
        long since = System.nanoTime();
        while (at < end) {
            long count = transfer(region, at, end - at);
            if (count > 0) {
                at += count;
                since = System.nanoTime();
            } else if (region.file().size() < end) {
                region.requireReadable(end - 1);
            } else if ((ready(SelectionKey.OP_WRITE | SelectionKey.OP_READ, since) & SelectionKey.OP_READ) != 0) {
                break;
            }
        }
        return at - region.position();
    }

    private long transfer(FileRegion region, long at, long length) throws IOException {
        try {
            return region.file().transferTo(at, length, channel);
        } catch (ClosedChannelException e) {
            throw region.file().isOpen() ? broken(e) : e;
        } catch (IOException e) {
            region.requireReadable(at);
            throw broken(e);
        }
    }

    /** A transfer does not say by the type of its exception that it is the connection that broke. */
    private static SocketException broken(IOException thrown) {
        SocketException broken = new SocketException(thrown.getMessage());
        broken.initCause(thrown);
        return broken;
    }

    /** What the server sends; blocks for it. Closing this stream closes nothing. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
                int count = channel.read(bytes);
                while (count == 0 && length > 0) {
                    await(SelectionKey.OP_READ);
                    count = channel.read(bytes);
                }
                return count;
            }
        };
    }

    private void await(int operations) throws IOException {
        long since = System.nanoTime();
        while (ready(operations, since) == 0) {
            // not yet
        }
    }

    /** What of the operations can be done now, or within a short while; 0 for none. */
    private int ready(int operations, long since) throws IOException {
        key.interestOps(operations);
        selector.select(LOOK.toMillis());
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while waiting for the server");
        }
        int ready = selector.selectedKeys().isEmpty() ? 0 : key.readyOps();
        selector.selectedKeys().clear();
        if (ready == 0 && System.nanoTime() - since > silence.toNanos()) {
            throw new SocketTimeoutException("The server was silent for " + silence.toSeconds() + " seconds");
        }
        return ready;
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException closedAnyway) {
            key.cancel();
        }
    }
}
