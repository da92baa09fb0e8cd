package io.exportroutes.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.IOException;
import java.io.OutputStream;

/** Log lines on standard error, kept back while progress bars are drawn there. */
public final class StandardErrorAppender extends OutputStreamAppender<ILoggingEvent> {
    @Override
    public void start() {
        setOutputStream(new Held());
        super.start();
    }

    /** Looks up System.err at each write, for a process that replaces it; never closes it. */
    private static final class Held extends OutputStream {
        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            LogOutput.write(bytes, offset, length);
        }
    }
}
