package io.exportroutes.api.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** One reply with its body still to come. Closing it before its end closes the connection and drains nothing. */
final class DownloadReply implements AutoCloseable {
    private static final int LARGEST_TEXT = 64 * 1024;

    private final HttpGet request;
    private final ClassicHttpResponse response;
    private final InputStream body;
    private boolean ended;

    DownloadReply(HttpGet request, ClassicHttpResponse response) throws IOException {
        this.request = request;
        this.response = response;
        HttpEntity entity = response.getEntity();
        this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    int status() {
        return response.getCode();
    }

    @Nullable
    String header(String name) {
        return Validator.value(response, name);
    }

    @Nullable
    String strongValidator() {
        return Validator.strong(response);
    }

    boolean confirms(String validator) {
        return Validator.confirms(validator, response);
    }

    /** The announced length of this body, or -1. */
    long length() {
        HttpEntity entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    /** Blocks for at least one byte; -1 at the proper end. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        int count = body.read(buffer, offset, length);
        ended |= count < 0;
        return count;
    }

    /** The body as text: as much as arrives within this time, at most 64 KiB. */
    String text(Duration within) {
        byte[] text = new byte[LARGEST_TEXT];
        int length = 0;
        long start = System.nanoTime();
        try {
            while (length < text.length && System.nanoTime() - start < within.toNanos()) {
                int count = read(text, length, text.length - length);
                if (count < 0) {
                    break;
                }
                length += count;
            }
        } catch (IOException broken) {
            return new String(text, 0, length, StandardCharsets.UTF_8); // the status is enough
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (!ended) {
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException closedAlready) {
            request.cancel();
        }
    }
}
