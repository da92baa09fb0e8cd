package io.exportroutes.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Which levels are logged, and when lines are shown. Everything else is in logback.xml. */
public final class LogOutput {
    private static final String FORMAT = "exportroutes.log";

    private static @Nullable ByteArrayOutputStream held;

    /** How a log line is written. */
    public enum Format {
        PLAIN,
        JSON
    }

    private LogOutput() {}

    /**
     * Plain lines, or JSON if the system property {@code exportroutes.log}, or else EXPORT_ROUTES_LOG, is json, without library
     * secrets; to be called before the first log line.
     */
    public static void format() {
        boolean json = "json".equalsIgnoreCase(System.getenv("EXPORT_ROUTES_LOG"));
        System.getProperties().putIfAbsent(FORMAT, json ? "json" : "plain");
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            QuietLoggers.quieten(context);
        }
    }

    /** As {@link #format()}, in this format whatever was set before: the configuration is read again if it was another. */
    public static void format(Format format) {
        String word = format.name().toLowerCase(Locale.ROOT);
        Object before = System.setProperty(FORMAT, word);
        if (!word.equals(before) && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            DefaultJoranConfigurator configurator = new DefaultJoranConfigurator();
            configurator.setContext(context);
            configurator.configure(context);
        }
        format();
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
