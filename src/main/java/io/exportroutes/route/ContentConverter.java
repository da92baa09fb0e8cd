package io.exportroutes.route;

import io.exportroutes.delivery.Content;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.TypeConverterSupport;

/**
 * Lets any Camel endpoint read a {@link Content} body as a stream: each conversion opens a fresh one, so that a redelivery
 * starts from the first byte. Camel finds it on the class path by itself.
 */
public final class ContentConverter extends TypeConverterSupport implements TypeConverterLoader {
    @Override
    public void load(TypeConverterRegistry registry) {
        registry.addTypeConverter(InputStream.class, Content.class, this);
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
