package io.exportroutes.kamelet.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Event;
import io.exportroutes.notification.Notification.Fact;
import io.exportroutes.notification.Notification.Item;
import io.exportroutes.notification.Notification.Span;
import io.exportroutes.notification.Notification.Subject;
import io.exportroutes.testing.ScriptedServer;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each notification Kamelet from its own file to a real server: what arrives, and that no text of others is markup there. */
class NotificationKameletsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String EVIL =
            "<!channel> *b* <https://evil|x> & [y](https://evil) :bomb:\u001b[2J\r\nBcc: a@b";
    private static final Notification ONE = new Notification(
            "5f0f1f4e-0000-3000-8000-000000000001", NOON, List.of(item(Event.BEGAN, "nightly is overdue at partner")));

    private final ScriptedServer server = new ScriptedServer();
    private final Properties properties = new Properties();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
        server.close();
    }

    @Test
    void slackGetsPlainTextBlocks() throws Exception {
        server.answers(200, "text/plain", "ok");
        set("slack", "url", server.baseUrl() + "/services/T0/B0/secret");

        assertThat(send("slack", ONE).getException()).isNull();

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.uri()).isEqualTo("/services/T0/B0/secret");
        assertThat(request.headers()).containsEntry("Content-Type", "application/json");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("text").asText()).isEqualTo("nightly is overdue at partner");
        assertThat(body.path("mrkdwn").asBoolean(true)).isFalse();
        assertThat(body.findValuesAsText("type")).containsOnly("header", "section", "plain_text");
        assertThat(body.findValues("emoji")).allMatch(emoji -> !emoji.asBoolean());
        assertThat(body.at("/blocks/1/text/text").asText())
                .contains("Last good copy: none yet", "<!channel> *b*", "\\u001b[2J\\r\\nBcc")
                .doesNotContain("\r");
    }

    @Test
    void inSlacksOneTextWithMarkupNothingIsMarkup() throws Exception {
        server.answers(200, "text/plain", "ok");
        set("slack", "url", server.baseUrl());

        send("slack", new Notification("id", NOON, List.of(item(Event.BEGAN, EVIL))));

        assertThat(JSON.readTree(server.requests().get(0).body()).path("text").asText())
                .startsWith("&lt;!channel&gt; *b* &lt;https://evil|x&gt; &amp; ");
    }

    @Test
    void teamsGetsACardOfPlainTextRuns() throws Exception {
        server.answers(202, "text/plain", "");
        set("teams", "url", server.baseUrl() + "/workflows/x?sig=secret&sv=1.0");

        assertThat(send("teams", ONE).getException()).isNull();

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.uri()).isEqualTo("/workflows/x?sig=secret&sv=1.0");
        JsonNode card = JSON.readTree(request.body()).at("/attachments/0/content");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.path("body").findValuesAsText("type")).containsOnly("RichTextBlock", "TextRun");
        assertThat(card.toString()).contains("<!channel> *b*").doesNotContain("\\r\\nBcc: a@b\"\r");
    }

    @Test
    void ntfyGetsATitleAndAText() throws Exception {
        server.answers(200, "application/json", "{}");
        set("ntfy", "url", server.baseUrl());
        set("ntfy", "topic", "secret-topic");
        set("ntfy", "token", "tk_secret");

        assertThat(send("ntfy", ONE).getException()).isNull();

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.headers()).containsEntry("Authorization", "Bearer tk_secret");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("topic").asText()).isEqualTo("secret-topic");
        assertThat(body.path("title").asText()).isEqualTo("nightly is overdue at partner");
        assertThat(body.path("priority").asInt()).isEqualTo(4);
        assertThat(body.path("message").asText())
                .contains("Last good copy: none yet")
                .doesNotContain("\u001b");
    }

    @Test
    void aWebhookIsSignedAsStandardWebhooksSay() throws Exception {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        server.answers(204, "text/plain", "");
        set("webhook", "url", server.baseUrl() + "/hook");
        set("webhook", "secret", "whsec_" + Base64.getEncoder().encodeToString(key));

        assertThat(send("webhook", ONE).getException()).isNull();

        ScriptedServer.Request request = server.requests().get(0);
        Map<String, String> headers = request.headers();
        assertThat(headers).containsEntry("webhook-id", ONE.id());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = ONE.id() + "." + headers.get("webhook-timestamp") + "." + request.body();
        assertThat(headers)
                .containsEntry(
                        "webhook-signature",
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("type").asText()).isEqualTo("export-routes.notification");
        assertThat(body.at("/items/0/kind").asText()).isEqualTo("overdue");
        assertThat(body.at("/items/0/until").isNull()).isTrue();
    }

    @Test
    void aWebhookWithoutSecretIsNotSigned() {
        server.answers(200, "text/plain", "");
        set("webhook", "url", server.baseUrl() + "/hook");

        send("webhook", ONE);

        assertThat(server.requests().get(0).headers()).doesNotContainKey("webhook-signature");
    }

    @Test
    void aMailIsPlainTextAndARepeatTheSameMail() throws Exception {
        try (SmtpServer smtp = SmtpServer.start()) {
            set("email", "host", "127.0.0.1");
            set("email", "port", String.valueOf(smtp.port()));
            set("email", "security", "none");
            set("email", "username", smtp.username());
            set("email", "password", smtp.password());
            set("email", "from", "exports@example.com");
            set("email", "to", "ops@example.com");
            Notification evil = new Notification("5f0f", NOON, List.of(item(Event.BEGAN, EVIL)));

            assertThat(send("email", evil).getException()).isNull();
            assertThat(send("email", evil).getException()).isNull();

            MimeMessage mail = smtp.received().get(0);
            assertThat(mail.getSubject())
                    .startsWith("[Export Routes] <!channel> *b*")
                    .doesNotContain("\r", "\n");
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getContentType()).startsWith("text/plain");
            assertThat(mail.getContent().toString())
                    .contains("Last good copy: none yet")
                    .doesNotContain("\u001b");
            assertThat(mail.getMessageID()).isEqualTo("<5f0f@example.com>");
            assertThat(smtp.received().get(1).getMessageID()).isEqualTo(mail.getMessageID());
        }
    }

    @Test
    void noHeaderOfTheMessageGoesOut() {
        server.answers(200, "text/plain", "ok");
        set("slack", "url", server.baseUrl());

        camel().createProducerTemplate().request("kamelet:slack-notification-sink/ops", exchange -> {
            exchange.getMessage().setBody(ONE);
            exchange.getMessage().setHeader("Authorization", "Bearer pat_secret");
            exchange.getMessage().setHeader("CamelHttpQuery", "x=1");
        });

        assertThat(server.requests().get(0).headers()).doesNotContainKey("Authorization");
        assertThat(server.requests().get(0).uri()).isEqualTo("/");
    }

    /** Who knows the address can post to it. */
    @Test
    void aRefusalNamesTheHostAndNotTheAddress() {
        server.answers(404, "text/plain", "no_team at " + server.baseUrl() + "/services/secret");
        set("slack", "url", server.baseUrl() + "/services/secret");

        ExportFailure failure = ExportFailure.in(send("slack", ONE).getException());

        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo("notification_refused");
        assertThat(failure).hasMessageContainingAll("127.0.0.1 answered 404: no_team", "xxxxxx");
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void nobodyThereIsANamedFailureWithoutTheAddress() throws Exception {
        set("slack", "url", "http://127.0.0.1:" + FreePort.find() + "/services/secret");

        Exception thrown = send("slack", ONE).getException();

        ExportFailure failure = ExportFailure.in(thrown);
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo("connection_refused");
        assertThat(String.valueOf(thrown)).doesNotContain("secret");
    }

    @Test
    void thousandsOfAlarmsAreOneMessageThatAChatTakes() throws Exception {
        server.answers(200, "text/plain", "ok");
        set("slack", "url", server.baseUrl());
        List<Item> many = new ArrayList<>();
        IntStream.range(0, 5000).forEach(number -> many.add(item(Event.BEGAN, "job-" + number + " failed")));

        send("slack", new Notification("id", NOON, many));

        JsonNode body = JSON.readTree(server.requests().get(0).body());
        assertThat(body.path("text").asText()).isEqualTo("5000 new problems");
        assertThat(body.path("blocks").size()).isLessThan(50);
        assertThat(body.toString()).contains("and 4985 more");
    }

    private static Item item(Event event, String headline) {
        return new Item(
                event,
                new Subject("overdue", "nightly", "partner"),
                new Span(NOON, null),
                headline,
                List.of(new Fact("Last good copy", "none yet"), new Fact("Reason", EVIL)));
    }

    private void set(String type, String name, String value) {
        properties.setProperty("camel.kamelet." + type + "-notification-sink.ops." + name, value);
    }

    private Exchange send(String type, Notification message) {
        return camel().createProducerTemplate()
                .request("kamelet:" + type + "-notification-sink/ops", exchange -> exchange.getMessage()
                        .setBody(message));
    }

    private DefaultCamelContext camel() {
        if (!camel.isStarted()) {
            camel.getPropertiesComponent().setInitialProperties(properties);
            camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
            camel.start();
        }
        return camel;
    }
}
