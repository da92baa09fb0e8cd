package io.exportroutes.lab.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request or an answer of HTTP, as it was sent.
 *
 * @param first its first line
 */
record HttpHead(String first, List<String> headers) {
    private static final String END = "\r\n";

    HttpHead {
        headers = List.copyOf(headers);
    }

    /** Reads no byte behind its end; null where the connection ends before one begins. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        return new HttpHead(first, headers);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int next;
        while ((next = in.read()) >= 0) {
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
        return null;
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> is(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** In place of those of this name. */
    HttpHead with(String name, String value) {
        List<String> others = new ArrayList<>(without(name).headers);
        others.add(name + ": " + value);
        return new HttpHead(first, others);
    }

    HttpHead without(String name) {
        return new HttpHead(
                first, headers.stream().filter(line -> !is(line, name)).toList());
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(first.split(" ")[1]);
    }

    long contentLength() {
        return header("Content-Length").map(Long::valueOf).orElse(0L);
    }

    void write(OutputStream out) throws IOException {
        String text = first + END + String.join(END, headers) + END + END;
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static boolean is(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
