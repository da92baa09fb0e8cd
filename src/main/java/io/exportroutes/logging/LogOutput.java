package io.exportroutes.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Which levels are logged, and when lines are shown. Everything else is in logback.xml. */
public final class LogOutput {
    private static @Nullable ByteArrayOutputStream held;

    private LogOutput() {}

    /** Plain lines, or JSON if EXPORT_ROUTES_LOG is json, without library secrets; to be called before the first log line. */
    public static void format() {
        boolean json = "json".equalsIgnoreCase(System.getenv("EXPORT_ROUTES_LOG"));
        System.setProperty("exportroutes.log", json ? "json" : "plain");
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            QuietLoggers.quieten(context);
        }
    }

    /** Lets our own messages through from INFO on, or from WARN on. */
    public static void level(boolean info) {
        if (LoggerFactory.getLogger("io.exportroutes") instanceof Logger ours) {
            ours.setLevel(info ? Level.INFO : Level.WARN);
        }
    }

    /** Retains lines until {@link #release}. */
    public static synchronized void hold() {
        if (held == null) {
            held = new ByteArrayOutputStream();
        }
    }

    /** Shows the retained lines, and from now on each line at once. */
    public static synchronized void release() {
        ByteArrayOutputStream lines = held;
        held = null;
        if (lines != null) {
            System.err.writeBytes(lines.toByteArray());
            System.err.flush();
        }
    }

    static synchronized void write(byte[] bytes, int offset, int length) {
        if (held == null) {
            System.err.write(bytes, offset, length);
            System.err.flush();
        } else {
            held.write(bytes, offset, length);
        }
    }
}
