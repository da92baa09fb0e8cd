package io.exportroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP as it goes over the wire: no client corrects the path, the host or any other header. */
public final class RawHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private RawHttp() {}

    /** What came back; of headers that came several times, the last one. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** @param headers whole lines; Host is that of this machine unless it is among them */
    public static Reply get(int port, String path, String... headers) throws IOException {
        return send(port, "GET " + path, "", headers);
    }

    public static Reply post(int port, String path, String body, String... headers) throws IOException {
        return send(port, "POST " + path, body, headers);
    }

    /** @param call method and path */
    public static Reply send(int port, String call, String body, String... headers) throws IOException {
        try (Socket socket = open(port)) {
            return send(socket, call, body, headers);
        }
    }

    /** @param address another one of this machine, such as 127.0.0.8 */
    public static Reply from(String address, int port, String call, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return send(socket, call, "", headers);
        }
    }

    private static Reply send(Socket socket, String call, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(call).append(" HTTP/1.1\r\nConnection: close\r\n");
        boolean named = false;
        for (String header : headers) {
            named |= header.startsWith("Host:");
            request.append(header).append("\r\n");
        }
        if (!named) {
            request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        request.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A connection that the test writes to by itself. */
    public static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** All up to a text that is part of it; a server that only shows that it lives is not waited for without end. */
    public static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        long begun = System.nanoTime();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The end came before " + text + ": " + read);
            }
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new IOException("No " + text + " within " + LONGEST + ": " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    private static Reply parse(String reply) throws IOException {
        int end = reply.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("No reply: " + reply);
        }
        String[] lines = reply.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int line = 1; line < lines.length; line++) {
            int colon = lines[line].indexOf(':');
            headers.put(
                    lines[line].substring(0, colon),
                    lines[line].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, reply.substring(end + 4));
    }
}
