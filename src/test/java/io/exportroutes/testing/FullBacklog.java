package io.exportroutes.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither takes nor refuses a connection, as behind a firewall that drops packets: its queue of connections is
 * full, and nobody empties it. The operating system itself would go on trying for some two minutes.
 */
public final class FullBacklog implements AutoCloseable {
    private static final int SOON_MILLIS = 200;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queued = new ArrayList<>();

    private FullBacklog() throws IOException {}

    /** Returns once a connection was tried in vain. */
    public static FullBacklog open() throws IOException {
        FullBacklog backlog = new FullBacklog();
        while (backlog.took()) {
            if (backlog.queued.size() > 100) {
                throw new IllegalStateException("This system queues more connections than it is told");
            }
        }
        return backlog;
    }

    private boolean took() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.getInetAddress(), port()), SOON_MILLIS);
            queued.add(socket);
            return true;
        } catch (SocketTimeoutException full) {
            socket.close();
            return false;
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        server.close();
    }
}
