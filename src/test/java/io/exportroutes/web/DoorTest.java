package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.account.Role;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.testing.RawHttp.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in where there is a login, and who is not. */
@SuppressWarnings("NullAway.Init")
class DoorTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final String PAUSE = "/api/v1/jobs/nightly/pause";

    private static WebService service;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        service = WebService.withUsers(
                directory, ", hosts: [exports.example.com], trusted-proxies: [127.0.0.8], proxy-role: operator");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/jobs",
                "/api/v1/openapi.json",
                "/events",
                "/nothing",
                "/q/dev",
                "/API/V1/JOBS",
                "/api/v1/jobs?x=/observe/health",
                "/Observe/health"
            })
    void nothingIsReachedWithoutALogin(String path) throws IOException {
        Reply reply = service.get(path);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).hasValue("Basic realm=\"Export Routes\", charset=\"UTF-8\"");
        assertThat(reply.body()).contains("Log in").doesNotContain("nightly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/jobs",
                "/api//v1/jobs",
                "/observe/health/../../api/v1/jobs",
                "/observe/health/%2e%2e/%2e%2e/api/v1/jobs",
                "/observe%2fhealth",
                "/observe/health%2f..%2f..%2fapi",
                "/observe/health;/../api/v1/jobs",
                "/api/v1/jobs/%00",
                "/api\\v1\\jobs",
                "/api/v1/jobs/%252e%252e",
                "/api/v1/jobs/%zz",
                "/./api/v1/jobs"
            })
    void aPathThatCanBeReadInTwoWaysLeadsNowhere(String path) throws IOException {
        for (String login : new String[] {"X-None: 1", WebService.OPERATOR}) {
            Reply reply = service.get(path, login);

            assertThat(reply.status()).as(login).isIn(400, 401, 404);
            assertThat(reply.body()).doesNotContain("nightly");
            assertPolicy(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready"})
    void healthNeedsNoLoginAndNoName(String path) throws IOException {
        Reply reply = service.get(path, "Host: 10.1.2.3.pods.cluster.local");

        assertThat(reply.status()).isEqualTo(200);
        assertPolicy(reply);
    }

    @Test
    void onLoopbackMetricsAreAsOpenAsEver() throws IOException {
        assertThat(service.get("/observe/metrics").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 421",
        "exports.example.com, 200",
        "EXPORTS.example.com:443, 200",
        "exports.example.com.evil.example, 421",
        "evil.example@127.0.0.1, 400",
        "localhost:1, 200",
        "'[::1]:8080', 200",
        "10.0.0.7, 200",
        "0x7f.1, 421",
        "'', 421"
    })
    void onlyItsOwnNamesAreAnswered(String host, int status) throws IOException {
        Reply reply = service.get(JOBS, "Host: " + host, WebService.VIEWER);

        assertThat(reply.status()).isEqualTo(status);
        assertPolicy(reply);
        if (status == 421) {
            assertThat(reply.body()).contains("web.hosts").doesNotContain("nightly");
        }
    }

    @Test
    void aNameAndItsPasswordLetIn() throws IOException {
        Reply reply = service.get(JOBS, WebService.VIEWER);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("nightly");
        assertPolicy(reply);
    }

    @Test
    void aTokenLetsInUntilItIsRemoved() throws IOException {
        String token = service.token("monitoring", Role.VIEWER);
        assertThat(service.get(JOBS, token).status()).isEqualTo(200);
        assertThat(service.get("/observe/metrics", token).status()).isEqualTo(200);

        service.remove("monitoring");

        assertThat(service.get(JOBS, token).status()).isEqualTo(401);
    }

    @Test
    void aTokenIsNobodysPassword() throws IOException {
        String token = service.token("machine", Role.OPERATOR).replace("Authorization: Bearer ", "");

        assertThat(service.get(JOBS, WebService.basic("machine", token)).status())
                .isEqualTo(401);
    }

    @Test
    void aChangedPasswordIsWrongAtOnce() throws IOException {
        service.add("otto", Role.VIEWER, io.exportroutes.account.PasswordHash.of("first".toCharArray()));
        assertThat(service.get(JOBS, WebService.basic("otto", "first")).status())
                .isEqualTo(200);

        service.add("otto", Role.VIEWER, io.exportroutes.account.PasswordHash.of("second".toCharArray()));

        assertThat(service.get(JOBS, WebService.basic("otto", "first")).status())
                .isEqualTo(401);
        assertThat(service.get(JOBS, WebService.basic("otto", "second")).status())
                .isEqualTo(200);
    }

    @Test
    void aProxysHeaderIsBelievedOfNobodyElse() throws IOException {
        assertThat(service.get(JOBS, "X-Forwarded-User: olga", "X-Forwarded-For: 127.0.0.8")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anOperatorChangesWhatAPageOfThisServerAsksFor() throws IOException {
        Reply reply = service.post(PAUSE, "", WebService.OPERATOR, service.own());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(service.post("/api/v1/jobs/nightly/resume", "", WebService.OPERATOR, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        AuditEntry entry = service.audit().get(1);
        assertThat(entry.actor()).isEqualTo(new AuditEntry.Actor("olga", "operator", "password", "127.0.0.1"));
        assertThat(entry.act()).isEqualTo(new AuditEntry.Act("pause", "nightly"));
        assertThat(entry.result()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Origin: http://localhost",
                "Origin: http://exports.example.com",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: none",
                "X-None: 1"
            })
    void noOtherPageChangesAnything(String from) throws IOException {
        int before = service.audit().size();

        Reply reply = service.post(PAUSE, "", WebService.OPERATOR, from);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("cross_site").contains("Origin");
        assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
        assertThat(service.audit()).hasSize(before);
    }

    @Test
    void aTokenNeedsNoOriginButAWrongOneIsWrong() throws IOException {
        String token = service.token("deploy", Role.OPERATOR);

        assertThat(service.post(PAUSE, "", token).status()).isEqualTo(200);
        assertThat(service.post("/api/v1/jobs/nightly/resume", "", token).status())
                .isEqualTo(200);
        assertThat(service.post(PAUSE, "", token, "Origin: http://evil.example").status())
                .isEqualTo(403);
    }

    @Test
    void behindAProxyThePageHasTheNameOfTheConfiguration() throws IOException {
        Reply reply = service.post(
                "/api/v1/jobs/nightly/resume", "", WebService.OPERATOR, "Origin: https://exports.example.com");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void aViewerChangesNothingAndTheAttemptIsRecorded() throws IOException {
        Reply reply = service.post(PAUSE, "", WebService.VIEWER, service.own());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("role_missing").contains("Ask an operator");
        AuditEntry entry = service.audit().get(0);
        assertThat(entry.actor().name()).isEqualTo("vera");
        assertThat(entry.act()).isEqualTo(new AuditEntry.Act("pause", "nightly"));
        assertThat(entry.result()).isEqualTo("role_missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/nightly/run",
                "jobs/nightly/resume",
                "dead-letters/exp_1/replay",
                "dead-letters/exp_1/release",
                "dead-letters/exp_1/discard",
                "nothing"
            })
    void aViewerIsRefusedEachChange(String path) throws IOException {
        Reply reply = service.post("/api/v1/" + path, "", WebService.VIEWER, service.own());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("role_missing");
        assertThat(service.audit().get(0).result()).isEqualTo("role_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void otherMethodsAreNone(String method) throws IOException {
        Reply reply = service.send(method + " /api/v1/jobs/nightly/pause", WebService.OPERATOR, service.own());

        assertThat(reply.status()).isIn(400, 405);
        assertPolicy(reply);
    }

    private static void assertPolicy(Reply reply) {
        assertThat(reply.header("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'"));
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("X-Frame-Options")).hasValue("DENY");
        assertThat(reply.header("Referrer-Policy")).hasValue("same-origin");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
