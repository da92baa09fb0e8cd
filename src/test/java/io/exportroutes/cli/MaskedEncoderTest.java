package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.exportroutes.EngineOptions;
import io.exportroutes.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MaskedEncoderTest {
    private static final String TOKEN = "pat_mask-me-7\"31";

    @Test
    void aSecretIsInNoLineInWhateverFormat(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "http://127.0.0.1:1", token: 'pat_mask-me-7"31'}
                    destinations: {good: {type: file, directory: /tmp/x}}
                    jobs: {nightly: {project: crm, export: schema, destinations: [good]}}
                    """);
            Workplace.open(
                            new EngineOptions(
                                    Surroundings.home(), bench.config(), bench.state(), EngineOptions.Mode.COMMAND),
                            Clock.systemUTC())
                    .close();
        }

        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern("%message%n");
        for (Encoder<ILoggingEvent> encoder : List.of(plain, new LogstashEncoder())) {
            assertThat(line(encoder)).contains("a word with").doesNotContain("mask-me");
        }
    }

    private static String line(Encoder<ILoggingEvent> delegate) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        delegate.setContext(context);
        MaskedEncoder encoder = new MaskedEncoder();
        encoder.setDelegate(delegate);
        encoder.start();
        LoggingEvent event = new LoggingEvent(
                "x",
                context.getLogger("test"),
                Level.WARN,
                "a word with {}",
                new IllegalStateException("and " + TOKEN),
                new Object[] {TOKEN});
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
