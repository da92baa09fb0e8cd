package io.exportroutes.api.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on a real socket whose replies are written byte by byte by the test; one reply for each connection. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Handler handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param headers by lower-case name */
    public record Request(String line, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Writes the reply to the n-th request, counted from 1; the connection is closed afterwards. */
    public interface Handler {
        void reply(int number, Request request, OutputStream out) throws Exception;
    }

    public RawServer(Handler handler) throws IOException {
        this.handler = handler;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public List<Request> requests() {
        return requests;
    }

    /** The head with its empty line, from lines without their ends. */
    public static void head(OutputStream out, String... lines) throws IOException {
        write(out, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** A whole JSON reply. */
    public static void json(OutputStream out, String status, String body) throws IOException {
        head(out, "HTTP/1.1 " + status, "Content-Type: application/json", "Content-Length: " + body.length());
        write(out, body);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                daemon(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection);
            int number;
            synchronized (requests) {
                requests.add(request);
                number = requests.size();
            }
            handler.reply(number, request, connection.getOutputStream());
        } catch (Exception theClientLeft) {
            open.remove(connection);
        }
    }

    private static Request read(Socket connection) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = String.valueOf(reader.readLine());
        Map<String, String> headers = new TreeMap<>();
        String header = reader.readLine();
        while (header != null && !header.isEmpty()) {
            String[] parts = header.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
            header = reader.readLine();
        }
        return new Request(line, headers);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }
}
