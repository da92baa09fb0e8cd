package io.exportroutes.lab.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections on a port of 127.0.0.1 and gives each a thread; can go down and come back on the same port. */
final class Listener implements AutoCloseable {
    /** What is done with one connection; the socket is closed afterwards, and a broken one is nobody's fault here. */
    interface Handler {
        void handle(Socket socket) throws IOException;
    }

    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private final int port;

    Listener(Handler handler) {
        this.handler = handler;
        server = listen(FreePort.find());
        port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    void down() {
        closeQuietly(server);
        dropConnections();
    }

    void up() {
        server = listen(port);
    }

    void dropConnections() {
        // A copy: whoever connects while this goes on is a new client, and welcome.
        List.copyOf(open).forEach(Listener::closeQuietly);
    }

    @Override
    public void close() {
        down();
    }

    /** Closes what may be broken already: there is nobody left to tell. */
    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            return;
        }
    }

    private ServerSocket listen(int onPort) {
        try {
            ServerSocket created = new ServerSocket();
            created.setReuseAddress(true);
            created.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), onPort), 50);
            start(() -> accept(created));
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                start(() -> handle(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void handle(Socket socket) {
        try {
            handler.handle(socket);
        } catch (IOException e) {
            // The connection is over, which is what a broken one means to a server.
            closeQuietly(socket);
        } finally {
            closeQuietly(socket);
            open.remove(socket);
        }
    }

    static Thread start(Runnable task) {
        Thread thread = new Thread(task, "lab-listener");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
