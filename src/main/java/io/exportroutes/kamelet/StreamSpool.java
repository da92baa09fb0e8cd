package io.exportroutes.kamelet;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.FileContent;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream in a temporary file, readable by its owner alone, until its exchange is done: it has to be read to its end
 * before anything is known of it, and again by each request of a sink.
 */
final class StreamSpool {
    private final Exchange exchange;

    /** @throws PermanentFailure without an exchange, whose end ends the file */
    StreamSpool(@Nullable Exchange exchange) {
        if (exchange == null) {
            throw new PermanentFailure(
                    FailureCode.BODY_UNSUPPORTED,
                    "A stream is kept for an exchange, and there is none",
                    "Convert within a route");
        }
        this.exchange = exchange;
    }

    /** A stream that Camel has cached: it is complete, and is read again at each attempt. */
    Content keep(StreamCache cache) throws IOException {
        cache.reset();
        Content content = keep(cache::writeTo);
        cache.reset();
        return content;
    }

    /**
     * An uncached stream. A broken connection may look like its end, and a stream that was read before has nothing left:
     * therefore its length has to be known.
     *
     * @param length if its file has it; otherwise a header must
     * @throws PermanentFailure {@code body_unsupported} if no header has its length, or it was read before
     * @throws TransientFailure {@code stream_cut} if it ends early
     */
    Content keep(InputStream stream, @Nullable Long length) throws IOException {
        long expected = expected(length);
        Content content = keep(stream::transferTo);
        long actual = content.awaitVerified().size();
        if (actual != expected) {
            throw actual == 0
                    ? new PermanentFailure(
                            FailureCode.BODY_UNSUPPORTED,
                            "The stream has nothing left of its %d bytes".formatted(expected),
                            "It can be read once: let Camel cache it (streamCache: true), so that a further attempt finds it")
                    : new TransientFailure(
                            FailureCode.STREAM_CUT,
                            "The stream ended after %d of %d bytes".formatted(actual, expected),
                            "Find out why its source ended it");
        }
        return content;
    }

    private long expected(@Nullable Long length) {
        if (length != null) {
            return length;
        }
        Message message = exchange.getMessage();
        Long size = SourceFacts.of(message).size();
        size = size == null ? message.getHeader(Exchange.CONTENT_LENGTH, Long.class) : size;
        if (size == null) {
            throw new PermanentFailure(
                    FailureCode.BODY_UNSUPPORTED,
                    "The stream's length is unknown, so that a truncated one would pass for a complete one",
                    "Set the header " + SinkHeaders.SIZE + ", or let Camel cache the stream (streamCache: true)");
        }
        return size;
    }

    private Content keep(Source source) throws IOException {
        Path file = Files.createTempFile("export-routes-", ".stream");
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                remove(file);
            }
        });
        try (OutputStream out = Files.newOutputStream(file)) {
            source.writeTo(out);
        }
        return FileContent.of(file, SourceFacts.contentType(exchange));
    }

    /** It is in the folder of temporary files, and the next exchange does not see it. */
    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            file.toFile().deleteOnExit();
        }
    }

    /** Writes all its bytes. */
    @FunctionalInterface
    private interface Source {
        void writeTo(OutputStream out) throws IOException;
    }
}
