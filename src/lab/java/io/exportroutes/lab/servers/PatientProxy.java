package io.exportroutes.lab.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Brings every answer to its client, also where the server refuses a request and hangs up before it has read it whole: what
 * the client still sends is thrown away, as S3 itself does, and its connection ends with the answer. Without it the client may
 * find its connection broken before it reads why.
 */
public final class PatientProxy implements AutoCloseable {
    private final int targetPort;
    private final Listener listener;

    private PatientProxy(int targetPort) {
        this.targetPort = targetPort;
        listener = new Listener(this::relay);
    }

    /** @param targetPort where the server listens on 127.0.0.1 */
    public static PatientProxy start(int targetPort) {
        return new PatientProxy(targetPort);
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }

    private void relay(Socket client) throws IOException {
        try (Socket target = new Socket("127.0.0.1", targetPort)) {
            Thread back = Listener.start(() -> passAnswers(target, client));
            passRequests(client.getInputStream(), target);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passAnswers(Socket target, Socket client) {
        try {
            target.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException e) {
            Listener.closeQuietly(client);
        }
    }

    private static void passRequests(InputStream from, Socket target) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        boolean listening = true;
        int read;
        while ((read = from.read(buffer)) >= 0) {
            listening = listening && isWritten(target.getOutputStream(), buffer, read);
        }
        if (listening) {
            target.shutdownOutput();
        }
    }

    private static boolean isWritten(OutputStream to, byte[] buffer, int length) {
        try {
            to.write(buffer, 0, length);
            to.flush();
            return true;
        } catch (IOException hungUp) {
            return false;
        }
    }
}
