package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.testing.Edit;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 14: what the API sends reaches logs, terminals and mails with its control characters made visible. */
@SuppressWarnings("NullAway.Init")
class ControlCharactersTest {
    /** Colours, a bell, a line that looks like one of ours, a word that reads backwards, a C1 introducer, a line separator. */
    private static final String EVIL = "\u001b[31mred\u0007\r\n2026-11-21T02:00:00.000Z ERROR Forged: all is well"
            + "\u202efdp.exe\u2066\u009b2J\u2028\u200b\u007f";

    private static final String VISIBLE =
            "\\u001b[31mred\\u0007\\r\\n2026-11-21T02:00:00.000Z ERROR Forged: all is well"
                    + "\\u202efdp.exe\\u2066\\u009b2J\\u2028\\u200b\\u007f";

    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench(directory);
        byte[] csv = "id\r\n1\r\n".getBytes(StandardCharsets.UTF_8);
        bench.sandbox()
                .addExport(PlantedExport.table("crm", "deals", csv)
                        .withStatus("not_found")
                        .withDownloadName(EVIL));
        bench.sandbox().addExport(PlantedExport.table("crm", EVIL, csv).withDownloadName("contacts.csv"));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void plainLogLinesAreEachOfUsAndShowWhatWasSent() throws Exception {
        String log = log(Map.of());

        assertThat(log).contains(VISIBLE);
        assertThatNothingIsHiddenIn(log);
        assertThat(log.lines())
                .as("no line is forged")
                .noneMatch(line -> line.contains(" ERROR Forged:") && !line.contains("\\r\\n2026"));
    }

    @Test
    void jsonLogLinesShowItToWhoeverPrintsTheirMessage() throws Exception {
        String log = log(Map.of("EXPORT_ROUTES_LOG", "json"));

        assertThatNothingIsHiddenIn(log);
        assertThat(log.lines().filter(line -> line.startsWith("{")).map(ControlCharactersTest::message))
                .anyMatch(message -> message.contains(VISIBLE))
                .allSatisfy(ControlCharactersTest::assertThatNothingIsHiddenIn);
    }

    @Test
    void onceAndItsProgressShowIt() {
        Bench.Outcome once = bench.run("once", "sweep");

        for (String text : List.of(once.out(), once.err())) {
            assertThat(text).contains(VISIBLE);
            assertThatNothingIsHiddenIn(text);
        }
    }

    @Test
    void showAndRunsAndDeadLettersShowIt() throws IOException {
        bench.run("once", "sweep");
        Edit.file(
                bench.config().resolve("exports.yaml"),
                "sweep: {project: crm, export: existing}",
                "sweep: {project: crm, export: existing, guard: {min-size: 1KB}}");
        bench.sandbox()
                .addExport(PlantedExport.table("crm", EVIL, "id\n1\n".getBytes(StandardCharsets.UTF_8))
                        .withDownloadName("more.csv"));
        bench.run("once", "sweep");
        JsonNode runs = bench.run("runs", "--output", "json").json().get("runs");

        for (JsonNode run : runs) {
            String shown = bench.run("show", run.get("run").asText()).out();
            assertThat(shown).contains(VISIBLE);
            assertThatNothingIsHiddenIn(shown);
        }
        assertThatNothingIsHiddenIn(bench.run("runs").out());
        assertThatNothingIsHiddenIn(bench.run("dead-letters").out());
    }

    /** The escape that makes a character visible is also how JSON writes it: nothing is lost for programs. */
    @Test
    void jsonOutputShowsItAndStillSaysExactlyWhatWasSent() {
        bench.run("once", "sweep");
        String run =
                bench.run("runs", "--output", "json").json().at("/runs/0/run").asText();

        Bench.Outcome shown = bench.run("show", run, "--output", "json");

        assertThatNothingIsHiddenIn(shown.out());
        assertThat(shown.json().get("exports").findValuesAsText("table")).contains(EVIL);
    }

    @Test
    void aMailShowsIt() throws Exception {
        try (SmtpServer smtp = SmtpServer.start()) {
            bench.configure("""
                    version: 1
                    api: {base-url: "%s", token: %s}
                    destinations:
                      ops: {type: email, host: 127.0.0.1, port: %d, security: none, username: %s, password: %s,
                            from: b@example.com, to: [ops@example.com], subject: "{name} \\e]0;x\\a \\u202E {export-id}"}
                    jobs: {sweep: {project: crm, export: existing, destinations: [ops]}}
                    """.formatted(
                    bench.sandbox().baseUri(), bench.sandbox().token(), smtp.port(), smtp.username(), smtp.password()));
            bench.run("once", "sweep");

            assertThat(smtp.received()).hasSize(1);
            MimeMessage mail = smtp.received().get(0);
            assertThat(mail.getSubject()).contains("\\u001b]0;x\\u0007 \\u202e").doesNotContain("\u202e", "\u001b");
            String body = String.valueOf(
                    ((Multipart) mail.getContent()).getBodyPart(0).getContent());
            assertThatNothingIsHiddenIn(body.replace("\r\n", "\n"));
        }
    }

    private String log(Map<String, String> environment) throws Exception {
        try (Program once = new Program(bench, directory, environment, "once", "sweep", "--verbose")) {
            once.status();
            return once.err();
        }
    }

    private static String message(String line) {
        try {
            return new JsonMapper().readTree(line).get("message").asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertThatNothingIsHiddenIn(String text) {
        assertThat(text.codePoints()
                        .filter(point -> point != '\n')
                        .filter(point -> Character.isISOControl(point)
                                || Character.getType(point) == Character.FORMAT
                                || point == 0x2028
                                || point == 0x2029)
                        .mapToObj(Integer::toHexString))
                .isEmpty();
    }
}
