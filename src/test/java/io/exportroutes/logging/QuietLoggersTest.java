package io.exportroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.exportroutes.cli.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever is configured, before and afterwards. */
class QuietLoggersTest {
    private static final String WIRE = "org.apache.hc.client5.http.wire";
    private static final String BELOW = "org.apache.camel.component.properties.DefaultPropertiesParser";

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void quieten() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        context.getLogger(BELOW).setLevel(Level.TRACE);
        QuietLoggers.quieten(context);
    }

    @Test
    void whatTheyPrintBelowInfoIsNotPrinted() {
        for (String name : QuietLoggers.NAMES) {
            assertSilent(name);
        }
        assertSilent(BELOW);
        assertThat(context.getLogger(WIRE).isInfoEnabled()).isTrue();
        assertThat(context.getLogger("org.apache.camel.processor.Pipeline").isTraceEnabled())
                .isTrue();
    }

    @Test
    void noLevelThatIsSetLaterChangesIt() {
        context.getLogger(WIRE).setLevel(Level.DEBUG);
        context.getLogger(BELOW).setLevel(Level.ALL);
        context.getLogger("org.apache.http.wire.below").setLevel(Level.TRACE);
        context.getLogger("org.apache.http.headers").setLevel(null);

        assertSilent(WIRE);
        assertSilent(BELOW);
        assertSilent("org.apache.http.wire.below");
        assertSilent("org.apache.http.headers");
    }

    @Test
    void whoWantsLessOfThemHasLess() {
        context.getLogger(WIRE).setLevel(Level.ERROR);

        assertThat(context.getLogger(WIRE).getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void aFileThatIsReadLaterChangesNothing() {
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);

        assertSilent(WIRE);
        assertSilent(BELOW);
    }

    @Test
    void eachCommandQuietensThoseOfTheProgram() {
        Bench.plain("--version");
        Logger wire = (Logger) LoggerFactory.getLogger(WIRE);

        wire.setLevel(Level.TRACE);
        boolean heard = wire.isDebugEnabled();
        wire.setLevel(null);

        assertThat(heard).isFalse();
    }

    @Test
    void anotherWithALongerNameIsNotMeant() {
        assertThat(context.getLogger(WIRE + "less").isTraceEnabled()).isTrue();
    }

    @Test
    void theDocumentationNamesThem() throws IOException {
        assertThat(Files.readString(Path.of("docs/operations.md"))).contains(QuietLoggers.NAMES);
    }

    private void assertSilent(String name) {
        assertThat(context.getLogger(name).isDebugEnabled()).as(name).isFalse();
        assertThat(context.getLogger(name).isTraceEnabled()).as(name).isFalse();
    }
}
