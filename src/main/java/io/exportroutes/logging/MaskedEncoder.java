package io.exportroutes.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.exportroutes.config.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of the configuration in each log line, stack traces included, in every format, and makes control
 * characters of text from outside visible.
 */
public final class MaskedEncoder extends EncoderBase<ILoggingEvent> {
    private static final List<Redactor> REDACTORS = new CopyOnWriteArrayList<>();

    private @Nullable Encoder<ILoggingEvent> delegate;

    /** From now on these secrets are masked, in each log line of this process. */
    public static void mask(Redactor redactor) {
        if (!REDACTORS.contains(redactor)) { // as after a reload that changed no secret
            REDACTORS.add(redactor);
        }
    }

    /** The text with every secret known so far masked. */
    public static String masked(String text) {
        String masked = text;
        for (Redactor redactor : REDACTORS) {
            masked = redactor.redact(masked);
        }
        return masked;
    }

    /** The encoder that formats the lines; set from logback.xml. */
    public void setDelegate(Encoder<ILoggingEvent> delegate) {
        this.delegate = delegate;
    }

    @Override
    public void start() {
        if (!delegate().isStarted()) {
            delegate().start();
        }
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        delegate().stop();
    }

    @Override
    public byte[] headerBytes() {
        return bytes(delegate().headerBytes());
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = new String(delegate().encode(new VisibleEvent(event)), StandardCharsets.UTF_8);
        return masked(line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return bytes(delegate().footerBytes());
    }

    private static byte[] bytes(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private Encoder<ILoggingEvent> delegate() {
        return Objects.requireNonNull(delegate, "logback.xml names no delegate");
    }
}
