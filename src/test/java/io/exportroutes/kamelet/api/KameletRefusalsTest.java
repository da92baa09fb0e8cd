package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class KameletRefusalsTest {
    private static final String CREATE = "zangtable-create-export-action";
    private static final String LIST = "zangtable-list-exports-action";
    private static final String DOWNLOAD = "zangtable-download-export-action";

    private final ScriptedServer server = new ScriptedServer();
    private final KameletApp app = new KameletApp(server.baseUrl());

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 422})
    void anErrorEnvelopeIsFinalWhateverTheStatus(int status) {
        server.answers(
                status, "application/json", ApiExamples.refusal("no_tables_selected", "No tables were selected."));

        ExportFailure failure = app.refused(CREATE, "&kind=database&project=crm", Map.of());

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("No tables were selected.");
        assertThat(failure.code()).isEqualTo("no_tables_selected");
        assertThat(failure.requestId()).isEqualTo("req_20260602T012345_123456Z_abc123def456");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void whatMayPassIsPassing(int status) {
        server.answers(status, "application/json", ApiExamples.refusal("busy", "Later."));

        assertThat(app.refused(CREATE, "&kind=database&project=crm", Map.of())).isInstanceOf(TransientFailure.class);
        server.request();
    }

    @ParameterizedTest
    @CsvSource({CREATE + ",429", LIST + ",429", DOWNLOAD + ",429", CREATE + ",503", LIST + ",503", DOWNLOAD + ",503"})
    void aRetryAfterIsReportedAndNothingIsRetriedInSecret(String kamelet, int status) {
        server.answers(
                status,
                Map.of("Content-Type", "application/json", "Retry-After", "1"),
                ApiExamples.refusal("rate_limited", "Slow down."));

        ExportFailure failure = app.refused(
                kamelet,
                kamelet.equals(CREATE) ? "&kind=schema&project=crm" : "&project=crm",
                Map.of(CallHeaders.EXPORT_ID, "exp_1"));

        assertThat(failure).isInstanceOfSatisfying(TransientFailure.class, passing -> assertThat(passing.retryAfter())
                .isEqualTo(Duration.ofSeconds(1)));
        server.request();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void aPageForPeopleIsNoAnswer(int status) {
        server.answers(status, "text/html", "<html><body>Welcome to the proxy</body></html>");

        assertThat(app.refused(LIST, "&project=crm", Map.of())).isInstanceOf(TransientFailure.class);
        assertThat(app.refused(CREATE, "&kind=database&project=crm", Map.of())).isInstanceOf(TransientFailure.class);
    }

    @Test
    void anAnswerWithoutTheExportIsNoAnswer() {
        server.answers(200, "application/json", "{\"ok\": true, \"data\": {}, \"error\": null, \"request_id\": \"r\"}");

        assertThat(app.refused(CREATE, "&kind=database&project=crm", Map.of())).isInstanceOf(TransientFailure.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 410})
    void anExpiredExportIsGoneAndNoArtifact(int status) {
        server.answers(status, "application/json", ApiExamples.refusal("export_expired", "Export file has expired."));

        ExportFailure failure = app.refused(DOWNLOAD, "&project=crm&exportId=exp_1", Map.of());

        assertThat(failure).isInstanceOf(GoneFailure.class);
        assertThat(failure.code()).isEqualTo("export_expired");
        assertThat(failure.requestId()).isEqualTo("req_20260602T012345_123456Z_abc123def456");
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (ScriptedServer elsewhere = new ScriptedServer()) {
            server.answers(302, Map.of("Location", elsewhere.baseUrl() + "/projects/crm/exports"), "");

            assertThat(app.refused(LIST, "&project=crm", Map.of()).code()).isEqualTo("http_302");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void aReplyWithoutEndIsCutOff() {
        byte[] megabyte = new byte[1 << 20];
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write(megabyte);
            }
        });

        ExportFailure failure = app.refused(CREATE, "&kind=database&project=crm", Map.of());

        assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("1048576");
        assertThat(failure.code()).isEqualTo("reply_too_large");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        server.answers(exchange -> await(done));

        ExportFailure failure = app.refused(LIST, "&project=crm&readTimeout=300ms", Map.of());
        done.countDown();

        assertThat(failure).isInstanceOf(TransientFailure.class);
        assertThat(failure.code()).isEqualTo("timeout");
    }

    @Test
    void aServerThatDripsIsGivenUp() {
        CountDownLatch done = new CountDownLatch(1);
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] drop = " ".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 600 && !await(done, 50); i++) {
                exchange.getResponseBody().write(drop);
                exchange.getResponseBody().flush();
            }
        });

        // A silence of five seconds between two drops, a hundred times their pause, would be another failure.
        ExportFailure failure = app.refused(LIST, "&project=crm&readTimeout=5s", Map.of());
        done.countDown();

        assertThat(failure).isInstanceOf(TransientFailure.class);
        assertThat(failure.code()).isEqualTo("reply_too_slow");
    }

    @Test
    void aRefusedConnectionIsPassing() {
        server.close();

        ExportFailure failure = app.refused(LIST, "&project=crm", Map.of());

        assertThat(failure).isInstanceOf(TransientFailure.class);
        assertThat(failure.code()).isEqualTo("connection_refused");
    }

    private static void await(CountDownLatch latch) {
        await(latch, 20_000);
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
