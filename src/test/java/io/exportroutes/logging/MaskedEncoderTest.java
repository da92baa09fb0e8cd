package io.exportroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.cli.Bench;
import io.exportroutes.cli.CommonOptions;
import io.exportroutes.value.LogFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MaskedEncoderTest {
    private static final String TOKEN = "pat_mask/me-7\"31";

    @Test
    void aSecretIsInNoLineInWhateverFormat(@TempDir Path directory) throws Exception {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "http://127.0.0.1:1", token: 'pat_mask/me-7"31'}
                    destinations: {good: {type: file, directory: /tmp/x}}
                    jobs: {nightly: {project: crm, export: schema, destinations: [good]}}
                    """);
            look(bench);
        }

        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern("%message%n");
        for (Encoder<ILoggingEvent> encoder : List.of(plain, new JsonEncoder(), ours())) {
            assertThat(line(encoder)).contains("a word with").doesNotContain("me-7");
        }
    }

    /** Point 14: neither the message of an exception nor that of its cause begins a line of its own. */
    @Test
    void whatAnExceptionSaysStandsOnOneLineInWhateverFormat() throws Exception {
        Exception thrown = new IllegalStateException(
                "said\u001b[2J\nERROR Forged: all is well", new IOException("cause\u202e\r\nERROR Forged: twice"));
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern("%message%n");
        assertThat(line(plain, "what\u0007", thrown)).contains("Caused by: ");
        for (Encoder<ILoggingEvent> encoder : List.of(plain, new JsonEncoder(), ours())) {
            assertThat(line(encoder, "what\u0007\nERROR Forged: thrice", thrown))
                    .contains("said\\", "u001b[2J\\", "cause\\", "what\\")
                    .doesNotContain("\u001b", "\u202e", "\u0007", "\nERROR", "\r");
        }
    }

    /** A secret that has line ends, such as a key, is masked although they are made visible. */
    @Test
    void aSecretOfSeveralLinesIsMaskedToo(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "http://127.0.0.1:1", token: pat_other}
                    destinations:
                      good: {type: sftp, host: h, username: u, known-hosts-file: k, directory: /x,
                             password: "begin-\\"of-secret\\nend-of-secret"}
                    jobs: {nightly: {project: crm, export: schema, destinations: [good]}}
                    """);
            look(bench);
        }
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern("%message%n");

        assertThat(line(plain, "sent begin-\"of-secret\nend-of-secret", new IOException("x")))
                .startsWith("sent xxxxxx")
                .doesNotContain("-of-secret");
    }

    /** That of our JSON lines; a dependency of the run alone. */
    @SuppressWarnings("unchecked")
    private static Encoder<ILoggingEvent> ours() throws ReflectiveOperationException {
        return (Encoder<ILoggingEvent>) Class.forName("net.logstash.logback.encoder.LogstashEncoder")
                .getDeclaredConstructor()
                .newInstance();
    }

    /** A field may have come from outside, as an id of the API has. */
    @Test
    void fieldsAreMaskedAndVisibleAsMessagesAre() throws ReflectiveOperationException {
        try (LogFields fields = LogFields.ofRun("nightly", "run\u001b[2J").with(LogFields.REQUEST, "a\nERROR b")) {
            assertThat(line(ours(), "what", new IOException("x")))
                    .contains("\"job\":\"nightly\"", "\"run\":\"run\\\\u001b[2J\"", "\"request_id\":\"a\\\\nERROR b\"");
        }
        assertThat(line(ours(), "what", new IOException("x"))).doesNotContain("nightly");
    }

    private static void look(Bench bench) {
        AppContext.open(
                        new EngineOptions(
                                CommonOptions.home(), bench.config(), bench.state(), EngineOptions.Mode.COMMAND),
                        Clock.systemUTC())
                .close();
    }

    private static String line(Encoder<ILoggingEvent> delegate) {
        return line(delegate, "a word with " + TOKEN, new IllegalStateException("and " + TOKEN));
    }

    private static String line(Encoder<ILoggingEvent> delegate, String message, Exception thrown) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        delegate.setContext(context);
        MaskedEncoder encoder = new MaskedEncoder();
        encoder.setDelegate(delegate);
        encoder.start();
        LoggingEvent event =
                new LoggingEvent("x", context.getLogger("test"), Level.WARN, "{}", thrown, new Object[] {message});
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
