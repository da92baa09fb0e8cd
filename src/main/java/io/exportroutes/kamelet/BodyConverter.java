package io.exportroutes.kamelet;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.FileContent;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.TypeConverterSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Content} of what the messages of Camel applications carry: a file is read where it is, a text is taken in
 * the exchange's charset, and a stream, which can be read only once, is kept in a temporary file until the exchange is
 * done. Size and SHA-256 in the headers have to match any body.
 */
final class BodyConverter extends TypeConverterSupport {
    /** @throws TypeConversionException whose cause is a failure of ours where the body is not what its headers say */
    @Override
    public <T> T convertTo(Class<T> type, @Nullable Exchange exchange, Object value) {
        try {
            Content content = content(value, exchange, null);
            if (exchange != null) {
                SourceFacts.of(exchange.getMessage()).check(content.awaitVerified());
            }
            return type.cast(content);
        } catch (IOException e) {
            throw new TypeConversionException(value, type, e);
        }
    }

    /** @param length of the stream, if the body that contains it has it; otherwise null */
    private static Content content(Object value, @Nullable Exchange exchange, @Nullable Long length)
            throws IOException {
        String type = SourceFacts.contentType(exchange);
        if (value instanceof File file) {
            return FileContent.of(file.toPath(), type);
        }
        if (value instanceof Path file) {
            return FileContent.of(file, type);
        }
        if (value instanceof byte[] bytes) {
            return new BytesContent(bytes, type, Map.of());
        }
        if (value instanceof String text) {
            Charset charset = Charset.forName(ExchangeHelper.getCharsetName(exchange));
            return new BytesContent(text.getBytes(charset), type, Map.of());
        }
        if (value instanceof WrappedFile<?> file) {
            return content(wrapped(file), exchange, file.getFileLength());
        }
        if (value instanceof StreamCache cache) {
            return new StreamSpool(exchange).keep(cache);
        }
        if (value instanceof InputStream stream) {
            return new StreamSpool(exchange).keep(stream, length);
        }
        throw new PermanentFailure(
                FailureCode.BODY_UNSUPPORTED,
                "A body of " + value.getClass().getName() + " is not an artifact",
                "Send a file, a path, an input stream, bytes or a text");
    }

    /** A remote file is read from its body; a local one is the file itself. */
    private static Object wrapped(WrappedFile<?> file) {
        if (file.getBody() != null) {
            return file.getBody();
        }
        return file.getFile();
    }
}
