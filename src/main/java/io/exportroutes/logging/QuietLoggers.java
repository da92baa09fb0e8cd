package io.exportroutes.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.List;

/**
 * Loggers of libraries that print secrets below INFO: raw traffic, and values of resolved properties.
 * They stay at INFO or above, even if a logging configuration or an attached tool sets a lower level: the {@link
 * MaskedEncoder} masks what our own appenders write, but an operator's own file may use others.
 */
final class QuietLoggers implements LoggerContextListener {
    /** Each with its children; docs/operations.md has the same list. */
    static final List<String> NAMES = List.of(
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http.wire",
            "org.apache.http.headers",
            "org.apache.http.wire",
            "org.apache.camel.main.BaseMainSupport",
            "org.apache.camel.component.properties",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension",
            "org.apache.camel.impl.engine.DefaultBeanIntrospection",
            "org.apache.camel.impl.engine.IntrospectionSupport");

    private QuietLoggers() {}

    /** From now on they log nothing below INFO in this context; to be called before the first secret is read. */
    static void quieten(LoggerContext context) {
        boolean known = context.getCopyOfListenerList().stream().anyMatch(QuietLoggers.class::isInstance);
        if (!known) {
            context.addListener(new QuietLoggers());
        }
        quietenAll(context);
    }

    private static void quietenAll(LoggerContext context) {
        NAMES.forEach(name -> quieten(context.getLogger(name)));
        context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null && isTelling(logger))
                .forEach(QuietLoggers::quieten);
    }

    private static boolean isTelling(Logger logger) {
        return NAMES.stream().anyMatch(name -> (logger.getName() + ".").startsWith(name + "."));
    }

    private static void quieten(Logger logger) {
        if (!logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
            logger.setLevel(Level.INFO);
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext context) {
        quietenAll(context);
    }

    /** As when another file is read while the program runs: it sets its levels afterwards, one by one. */
    @Override
    public void onReset(LoggerContext context) {
        quietenAll(context);
    }

    @Override
    public void onStop(LoggerContext context) {}

    /** They may inherit the level of a parent. */
    @Override
    public void onLevelChange(Logger logger, Level level) {
        quietenAll(logger.getLoggerContext());
    }
}
