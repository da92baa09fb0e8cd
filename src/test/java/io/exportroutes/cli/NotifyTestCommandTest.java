package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.testing.ScriptedServer;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code notify test}, over the real servers of a mail channel and of a chat. */
class NotifyTestCommandTest {
    @TempDir
    Path directory;

    private final ScriptedServer chat = new ScriptedServer();
    private final SmtpServer smtp = SmtpServer.start();
    private Bench bench;

    @BeforeEach
    void configure() throws Exception {
        bench = new Bench(directory);
        String text = Files.readString(bench.config().resolve("exports.yaml"));
        bench.configure(text + """
                notifications:
                  ops: {type: email, host: 127.0.0.1, port: %d, security: none, username: %s, password: %s, from: exports@example.com, to: [ops@example.com]}
                  chat: {type: slack, url: "%s/services/T0/secretpath", on: [overdue]}
                """.formatted(smtp.port(), smtp.username(), smtp.password(), chat.baseUrl()));
    }

    @AfterEach
    void close() {
        bench.close();
        smtp.close();
        chat.close();
    }

    @Test
    void eachSortOfMessageArrivesAndSaysThatItIsATest() throws Exception {
        Bench.Outcome sent = bench.run("notify", "test", "ops");

        assertThat(sent.status()).as(sent.err()).isZero();
        List<String> subjects =
                smtp.received().stream().map(NotifyTestCommandTest::subject).toList();
        assertThat(subjects)
                .containsExactly(
                        "[Export Routes] TEST: nightly failed at good",
                        "[Export Routes] TEST: nightly is overdue at good",
                        "[Export Routes] TEST: nightly is paused, and a copy is missing",
                        "[Export Routes] TEST: The channel ops does not take its notifications",
                        "[Export Routes] TEST: nothing of nightly expires at good",
                        "[Export Routes] TEST: a copy of nightly at good is bad",
                        "[Export Routes] TEST: a copy of nightly at good was not read back in time",
                        "[Export Routes] TEST: the schema of nightly lost something",
                        "[Export Routes] TEST: the chain of custody of nightly is broken at good",
                        "[Export Routes] TEST: it lasts that nightly failed at good",
                        "[Export Routes] TEST: it is over that nightly failed at good");
        assertThat(smtp.received().get(0).getContent().toString())
                .contains("This is a test: sent by: export-routes notify test ops");
        assertThat(sent.out().lines())
                .contains("sent to ops: TEST: nightly is overdue at good")
                .last()
                .asString()
                .startsWith("11 messages sent.");
    }

    @Test
    void aChannelGetsWhatItIsToldOfWhileTheServiceRuns() {
        chat.answers(200, "text/plain", "ok");
        try (Engine service = bench.service()) {
            JsonNode tested =
                    bench.run("notify", "test", "chat", "--output", "json").json();

            assertThat(tested.at("/sent").size()).isEqualTo(2);
            assertThat(tested.get("refused").isNull()).isTrue();
        }
        assertThat(chat.requests())
                .extracting(ScriptedServer.Request::body)
                .allMatch(body -> body.contains("TEST: "))
                .hasSize(2);
    }

    @Test
    void aRefusalIsPrintedWithItsRemedyAndWithoutTheAddress() {
        chat.answers(404, "text/plain", "no_team");

        Bench.Outcome refused = bench.run("notify", "test", "chat");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains("not sent to chat: TEST: nightly is overdue at good")
                .contains("127.0.0.1 answered 404: no_team (notification_refused)")
                .contains("Check the channel's address and token")
                .doesNotContain("secretpath");
        assertThat(chat.requests()).hasSize(1);
        JsonNode json = bench.run("notify", "test", "chat", "--output", "json").json();
        assertThat(json.at("/refused/failure/code").asText()).isEqualTo("notification_refused");
    }

    @Test
    void aLoginThatIsRefusedIsSaid() throws Exception {
        io.exportroutes.testing.Edit.file(
                bench.config().resolve("exports.yaml"), "password: " + smtp.password(), "password: wrong-password");

        Bench.Outcome refused = bench.run("notify", "test", "ops");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("(login_refused)", "Correct username and password");
        assertThat(refused.out() + refused.err()).doesNotContain("wrong-password");
    }

    @Test
    void anUnknownChannelIsWrongUsageWithASuggestionAndTheList() {
        Bench.Outcome unknown = bench.run("notify", "test", "chatt");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .contains(
                        "There is no channel chatt in exports.yaml. Did you mean \"chat\"? Channels here: ops, chat.");
        assertThat(bench.run("notify").status()).isEqualTo(2);
        assertThat(chat.requests()).isEmpty();
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
