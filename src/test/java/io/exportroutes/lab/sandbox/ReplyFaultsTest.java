package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.errorCode;
import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the JSON replies. */
class ReplyFaultsTest {
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .clock(new SteppedClock(Instant.parse("2026-06-02T01:23:45Z")))
                .build());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void anyStatusWithAnEnvelopeAsOftenAsAskedFor() throws Exception {
        sandbox.faults().plant("status=503x2");

        HttpResponse<byte[]> first = client.get("exports");
        HttpResponse<byte[]> second = client.post("export/schema", "{}");

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(json(first).get("ok").asBoolean(true)).isFalse();
        assertThat(json(first).get("request_id").asText()).startsWith("req_");
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(client.get("exports").statusCode()).isEqualTo(200);
    }

    @Test
    void aPageThatIsNoEnvelope() throws Exception {
        sandbox.faults().plant("html=200x1");
        sandbox.faults().plant("htmlx1");

        HttpResponse<byte[]> fine = client.get("exports");
        HttpResponse<byte[]> gateway = client.get("exports");

        assertThat(fine.statusCode()).isEqualTo(200);
        assertThat(fine.body()).asString().startsWith("<html>");
        assertThat(gateway.statusCode()).isEqualTo(502);
        assertThat(gateway.headers().firstValue("Content-Type")).contains("text/html");
    }

    @Test
    void retryAfterInSecondsOrAsADate() throws Exception {
        sandbox.faults().plant("retry-after=7x1");
        sandbox.faults().plant("retry-after-date=20:503x1");

        HttpResponse<byte[]> seconds = client.get("exports");
        HttpResponse<byte[]> date = client.get("exports");

        assertThat(seconds.statusCode()).isEqualTo(429);
        assertThat(errorCode(seconds)).isEqualTo("rate_limited");
        assertThat(seconds.headers().firstValue("Retry-After")).contains("7");
        assertThat(date.statusCode()).isEqualTo(503);
        assertThat(date.headers().firstValue("Retry-After")).contains("Tue, 02 Jun 2026 01:24:05 GMT");
    }

    @Test
    void aRefusalWithStatus200() throws Exception {
        sandbox.faults().plant("not-ok=quota_exceeded");

        HttpResponse<byte[]> response = client.get("exports");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("ok").asBoolean(true)).isFalse();
        assertThat(errorCode(response)).isEqualTo("quota_exceeded");
    }

    @Test
    void aDroppedCallDoesNothing() throws Exception {
        sandbox.faults().plant("drop@create");

        assertThatThrownBy(() -> client.post("export/schema", "{}")).isInstanceOf(IOException.class);

        assertThat(json(client.get("exports")).at("/data/total").asInt()).isZero();
    }

    @Test
    void aLostReplyHasDoneItsWork() throws Exception {
        sandbox.faults().plant("lost-reply@create");

        assertThatThrownBy(() -> client.post("export/schema", "{}")).isInstanceOf(IOException.class);

        assertThat(json(client.get("exports")).at("/data/total").asInt()).isEqualTo(1);
    }

    @Test
    void aCallThatIsNeverAnswered() throws Exception {
        sandbox.faults().plant("never-answer@list");

        assertThatThrownBy(() -> client.send(client.request("exports").timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
        sandbox.faults().clear();
        assertThat(client.get("exports").statusCode()).isEqualTo(200);
    }

    @Test
    void aRedirectToAnotherOrigin() throws Exception {
        sandbox.faults().plant("redirect@download=http://127.0.0.2:9/stolen");

        HttpResponse<byte[]> response = client.download("exp_1");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("http://127.0.0.2:9/stolen");
    }

    @Test
    void aSizeThatIsWrongAndFieldsThatAreUnknown() throws Exception {
        int right = client.create("{}").get("size_bytes").asInt();
        sandbox.faults().plant("wrong-size=-3x1");
        sandbox.faults().plant("unknown-fields");

        JsonNode reply = json(client.get("exports"));

        assertThat(reply.at("/data/exports/0/size_bytes").asInt()).isEqualTo(right - 3);
        assertThat(reply.has("warnings")).isTrue();
        assertThat(reply.at("/data/links/self").isTextual()).isTrue();
        assertThat(reply.at("/data/exports/0/labels/tier").asText()).isEqualTo("gold");
        assertThat(json(client.get("exports")).at("/data/exports/0/size_bytes").asInt())
                .isEqualTo(right);
    }

    @Test
    void anExportThatIsNeverReady() throws Exception {
        sandbox.faults().plant("never-ready");

        JsonNode created = client.create("{}");

        assertThat(created.get("status").asText()).isEqualTo("pending");
        assertThat(json(client.get("exports?status=ready")).at("/data/total").asInt())
                .isZero();
        assertThat(errorCode(client.download(created.get("id").asText()))).isEqualTo("export_not_ready");
    }

    @Test
    void exportsThatAreMissingOrExpired() throws Exception {
        String id = client.create("{}").get("id").asText();

        sandbox.faults().plant("not-found");
        JsonNode missing = json(client.get("exports?status=not_found")).at("/data/exports/0");
        assertThat(missing.get("missing_at").asText()).isEqualTo("2026-06-02T01:23:45Z");
        assertThat(errorCode(client.download(id))).isEqualTo("export_not_found");

        sandbox.faults().clear();
        sandbox.faults().plant("expired@downloadx1");
        assertThat(errorCode(client.download(id))).isEqualTo("export_expired");
        assertThat(client.download(id).statusCode()).isEqualTo(200);
    }
}
