package io.exportroutes.lab.servers;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that cannot choose one themselves, or that give theirs back for a while and want it again. */
public final class FreePort {
    private FreePort() {}

    /** One below those that the system hands out, so that hardly anybody else gets it before its server does. */
    public static int find() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
