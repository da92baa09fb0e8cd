package io.exportroutes.kamelet;

import io.exportroutes.delivery.Content;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.TypeConverterSupport;

/**
 * Lets any Camel endpoint read a {@link Content} body as a stream, each conversion opening a fresh one, so that a redelivery
 * starts from the first byte; and lets the sinks take the bodies of any Camel application (see {@link BodyConverter}). Camel
 * finds it on the class path.
 */
public final class ContentConverter extends TypeConverterSupport implements TypeConverterLoader {
    private static final List<Class<?>> BODIES = List.of(
            File.class,
            Path.class,
            WrappedFile.class,
            InputStream.class,
            StreamCache.class,
            byte[].class,
            String.class);

    @Override
    public void load(TypeConverterRegistry registry) {
        registry.addTypeConverter(InputStream.class, Content.class, this);
        BodyConverter bodies = new BodyConverter();
        BODIES.forEach(body -> registry.addTypeConverter(Content.class, body, bodies));
    }

    @Override
    public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
        try {
            return type.cast(((Content) value).open());
        } catch (IOException e) {
            throw new TypeConversionException(value, type, e);
        }
    }
}
