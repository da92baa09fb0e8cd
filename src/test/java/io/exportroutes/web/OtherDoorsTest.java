package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.account.Account;
import io.exportroutes.account.Role;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.testing.RawHttp;
import io.exportroutes.testing.RawHttp.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without users, behind a proxy, off loopback; who guesses, and who takes too long or sends too much. */
class OtherDoorsTest {
    private static final String PAUSE = "/api/v1/jobs/nightly/pause";
    private static final String JOBS = "/api/v1/jobs";

    @TempDir
    private Path directory;

    @Test
    void onLoopbackWithoutUsersWhoeverReachesItIsTheOperatorLocal() throws IOException {
        try (WebService service = new WebService(directory, "")) {
            assertThat(service.get(JOBS).status()).isEqualTo(200);
            assertThat(service.get(JOBS, "Host: evil.example").status()).isEqualTo(421);
            assertThat(service.post(PAUSE, "").status()).isEqualTo(403);
            assertThat(service.post(PAUSE, "", "Origin: http://evil.example").status())
                    .isEqualTo(403);

            assertThat(service.post(PAUSE, "", service.own()).status()).isEqualTo(200);

            assertThat(service.audit()).singleElement().satisfies(entry -> assertThat(entry.actor())
                    .isEqualTo(new AuditEntry.Actor("local", "operator", "local", "127.0.0.1")));
        }
    }

    @Test
    void offLoopbackWithoutALoginPageAndApiAreClosed() throws IOException {
        try (WebService service = new WebService(directory, "# everywhere\n")) {
            Reply reply = service.get("/");

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body()).contains("web users add");
            assertThat(service.post(PAUSE, "", service.own()).status()).isEqualTo(403);
            assertThat(service.get("/observe/metrics").status()).as("as ever").isEqualTo(200);
            assertThat(service.get("/observe/health").status()).isEqualTo(200);
        }
    }

    @Test
    void offLoopbackMetricsNeedALoginAndHealthDoesNot() throws IOException {
        try (WebService service = new WebService(directory, "web: {listen: \"0.0.0.0:PORT\", users-file: USERS}\n")) {
            assertThat(service.get("/observe/metrics").status()).isEqualTo(401);
            assertThat(service.get("/observe/health").status()).isEqualTo(200);
            assertThat(service.get("/observe/metrics", service.token("scraper", Role.VIEWER))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTrustedProxySaysWhoItIsAndFromWhere() throws IOException {
        try (WebService service = new WebService(
                directory,
                "web: {listen: \"127.0.0.1:PORT\", users-file: USERS, trusted-proxies: [127.0.0.8], user-header: X-User}\n")) {
            service.add("olga@example.com", Role.OPERATOR, Account.BY_PROXY);
            String[] olga = {"X-User: olga@example.com", "X-Forwarded-For: 1.1.1.1, 203.0.113.7", service.own()};

            assertThat(from(service, "127.0.0.8", PAUSE, olga)).isEqualTo(200);

            assertThat(service.audit().get(0).actor())
                    .isEqualTo(new AuditEntry.Actor("olga@example.com", "operator", "proxy", "203.0.113.7"));
            assertThat(from(service, "127.0.0.8", PAUSE, "X-User: vera", service.own()))
                    .as("who has no line is a viewer")
                    .isEqualTo(403);
            service.token("machine", Role.OPERATOR);
            assertThat(from(service, "127.0.0.8", PAUSE, "X-User: machine", service.own()))
                    .as("a user has no token's role")
                    .isEqualTo(403);
            assertThat(from(service, "127.0.0.9", PAUSE, olga)).isEqualTo(401);
            assertThat(from(service, "127.0.0.8", PAUSE, "X-User: a", "X-User: olga@example.com", service.own()))
                    .as("named twice")
                    .isEqualTo(401);
        }
    }

    private static int from(WebService service, String address, String path, String... headers) throws IOException {
        return RawHttp.from(address, service.port(), "POST " + path, headers).status();
    }

    @Test
    void whoGuessesHasToWaitAndWhoIsInStaysIn() throws IOException {
        try (WebService service = WebService.withUsers(directory, "")) {
            assertThat(service.get(JOBS, WebService.OPERATOR).status()).isEqualTo(200);
            for (int guess = 0; guess < 5; guess++) {
                assertThat(service.get(JOBS, WebService.basic("olga", "guess " + guess))
                                .status())
                        .isEqualTo(401);
            }

            Reply reply = service.get(JOBS, WebService.basic("olga", "guess 5"));

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).isPresent();
            assertThat(service.get(JOBS, WebService.VIEWER).status())
                    .as("nobody else from there, either")
                    .isEqualTo(429);
            assertThat(service.get(JOBS, WebService.OPERATOR).status()).isEqualTo(200);
        }
    }

    @Test
    void whoGuessesTokensHasToWaitAsWell() throws IOException {
        try (WebService service = WebService.withUsers(directory, "")) {
            for (int guess = 0; guess < 5; guess++) {
                assertThat(service.get(JOBS, "Authorization: Bearer exr_guess" + guess)
                                .status())
                        .isEqualTo(401);
            }

            assertThat(service.get(JOBS, "Authorization: Bearer exr_guess").status())
                    .isEqualTo(429);
        }
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException {
        try (WebService service = new WebService(directory, "")) {
            String large = "{\"reason\": \"" + "x".repeat(100_000) + "\"}";

            Reply reply = service.post(
                    "/api/v1/dead-letters/exp_1/release", large, service.own(), "Content-Type: application/json");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("64 KiB");
            assertThat(service.get(JOBS, "X-Large: " + "x".repeat(20_000)).status())
                    .isEqualTo(431);
        }
    }

    @Test
    void aStreamHasItsHeadersAndEndsWithTheService() throws IOException {
        try (Socket socket = listening()) {
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
        }
    }

    private Socket listening() throws IOException {
        try (WebService service = new WebService(directory, "")) {
            Socket socket = service.open();
            socket.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.readUntil(socket, "retry: 5000\n\n"))
                    .containsIgnoringCase("content-type: text/event-stream")
                    .containsIgnoringCase("x-accel-buffering: no")
                    .contains("Content-Security-Policy");
            return socket;
        }
    }
}
