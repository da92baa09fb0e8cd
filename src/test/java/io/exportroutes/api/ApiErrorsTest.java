package io.exportroutes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "Who retries", row by row. */
class ApiErrorsTest {
    private static final Instant NOW = Instant.parse("2026-06-02T01:23:45Z");
    private static final Secret TOKEN = new Secret("sesame");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "408, -, TransientFailure, http_408",
                "425, -, TransientFailure, http_425",
                "429, rate_limited, TransientFailure, rate_limited",
                "500, -, TransientFailure, http_500",
                "503, busy, TransientFailure, busy",
                "599, -, TransientFailure, http_599",
                "200, no_tables_selected, PermanentFailure, no_tables_selected",
                "400, invalid_export_format, PermanentFailure, invalid_export_format",
                "404, not_found, PermanentFailure, not_found",
                "422, -, PermanentFailure, http_422",
                "401, -, PermanentFailure, http_401",
                "403, forbidden, PermanentFailure, forbidden",
                "302, -, PermanentFailure, http_302",
                "200, export_expired, GoneFailure, export_expired",
                "404, export_not_found, GoneFailure, export_not_found",
                "200, -, TransientFailure, not_an_envelope",
            })
    void everyReplyToAJsonCallHasItsFailure(int status, @Nullable String code, String kind, String expected) {
        ExportFailure failure = ApiErrors.failure(call(status, code), NOW);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.requestId()).isEqualTo(code == null ? null : "req_1");
        assertThat(failure.getMessage()).contains("list-exports of crm", String.valueOf(status));
        assertThat(failure.hint()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "404, not_found, GoneFailure",
                "200, not_found, GoneFailure",
                "404, export_not_found, GoneFailure",
                "410, export_expired, GoneFailure",
                "400, export_expired, GoneFailure",
                "403, export_expired, GoneFailure",
                "503, export_expired, TransientFailure",
                "404, -, TransientFailure",
                "410, -, TransientFailure",
                "404, project_not_found, PermanentFailure",
                "404, route_not_found, PermanentFailure",
                "410, withdrawn, PermanentFailure",
                "403, -, PermanentFailure",
            })
    void aDownloadIsGoneWhereTheApiItselfSaysSoAndNowhereElse(int status, @Nullable String code, String kind) {
        ApiReply reply = ApiReply.toDownload("download of exp_1", status, null, body(code), TOKEN);
        assertThat(ApiErrors.failure(reply, NOW).getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"detail\":\"Not Found\"}", "<html>404</html>"})
    void aDownloadThatIsRefusedByNobodyWeKnowIsTriedAgain(String body) {
        ApiReply reply = ApiReply.toDownload("download of exp_1", 404, null, body, TOKEN);
        assertThat(ApiErrors.failure(reply, NOW))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("404")
                .extracting(ExportFailure::code)
                .isEqualTo("not_an_envelope");
    }

    @Test
    void anEnvelopeThatSaysYesAndNoAtOnceGivesNothingUp() {
        String body = "{\"ok\":true,\"error\":{\"code\":\"export_expired\"},\"request_id\":\"req_1\"}";
        ApiReply reply = ApiReply.toDownload("download of exp_1", 404, null, body, TOKEN);
        assertThat(ApiErrors.failure(reply, NOW)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void aGoodEnvelopeIsGivenBack() {
        String body = "{\"ok\":true,\"data\":{\"total\":1},\"error\":null,\"request_id\":\"req_1\","
                + "\"operation_run_id\":\"oprun_1\",\"operation_grouping_status\":\"accepted_provided_run\",\"new\":[]}";
        Envelope envelope = ApiErrors.expectOk(ApiReply.toCall("list", 200, null, body, TOKEN), NOW);
        assertThat(envelope.data().get("total").intValue()).isOne();
        assertThat(envelope.trace()).isEqualTo(new CallTrace("req_1", "oprun_1", "accepted_provided_run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>proxy</html>", "{\"ok\":\"true\"}", "[true]", "{\"ok\":true} {}", "null", "{\"ok\":tr"
            })
    void aBodyThatIsNoEnvelopeIsPassing(String body) {
        assertThatThrownBy(() -> ApiErrors.expectOk(ApiReply.toCall("list", 200, null, body, TOKEN), NOW))
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("not_an_envelope"));
    }

    @Test
    void aProjectThatIsNotThereHasTheHintThatMendsIt() {
        String body =
                "{\"ok\":false,\"error\":{\"code\":\"project_not_found\",\"message\":\"Project was not found.\"}}";
        ExportFailure failure = ApiErrors.failure(ApiReply.toCall("list", 404, null, body, TOKEN), NOW);
        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.hint()).contains("the job's project");
    }

    @Test
    void whatTheApiSaysIsCutAndCleaned() {
        String message = "a\\r\\nb\\u202e sesame Bearer abc " + "x".repeat(2000);
        String body = "{\"ok\":false,\"error\":{\"code\":\"A B\\n\",\"message\":\"" + message + "\"}}";
        ExportFailure failure = ApiErrors.failure(ApiReply.toCall("list", 400, null, body, TOKEN), NOW);
        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo("api_error");
        assertThat(failure.getMessage()).hasSizeLessThan(600).doesNotContain("\n", "\r", "\u202e", "sesame", "abc");
    }

    /** Point 14: it is shown what was sent, in a way that does nothing to a terminal or a log. */
    @Test
    void whatWouldControlATerminalIsVisible() {
        String message = "\\u001b[31mno\\r\\nERROR Forged\\u202e\\u0007 Bearer\\u0007abc";
        String body = "{\"ok\":false,\"error\":{\"code\":\"refused\",\"message\":\"" + message + "\"}}";
        ExportFailure failure = ApiErrors.failure(ApiReply.toCall("list", 400, null, body, TOKEN), NOW);
        assertThat(failure.getMessage()).contains("\\u001b[31mno\\r\\nERROR Forged\\u202e\\u0007 xxxxxx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "120                            | 120",
                "0                              | 0",
                "Tue, 02 Jun 2026 01:24:45 GMT  | 60",
                "Tuesday, 02-Jun-26 01:24:45 GMT| 60",
                "Tue, 02 Jun 2026 01:00:00 GMT  | 0",
                "99999999999999999999           | 31536000",
                "-5                             | -",
                "soon                           | -",
                "''                             | -",
                "-                              | -",
            })
    void retryAfterIsSecondsOrADate(@Nullable String header, @Nullable Long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    private static ApiReply call(int status, @Nullable String code) {
        return ApiReply.toCall("list-exports of crm", status, null, body(code), TOKEN);
    }

    private static String body(@Nullable String code) {
        return code == null
                ? "<html>"
                : "{\"ok\":false,\"data\":null,\"error\":{\"code\":\"%s\",\"message\":\"No.\"},\"request_id\":\"req_1\"}"
                        .formatted(code);
    }
}
