package io.exportroutes.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that takes every connection and never says a word. */
public final class BlackHole implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();

    private BlackHole() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::take, "black-hole");
        thread.setDaemon(true);
        thread.start();
    }

    public static BlackHole open() throws IOException {
        return new BlackHole();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections it took. */
    public int connections() {
        return taken.size();
    }

    private void take() {
        try {
            while (true) {
                taken.add(server.accept());
            }
        } catch (IOException closed) {
            taken.forEach(BlackHole::drop);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
