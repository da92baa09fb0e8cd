package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamsTest {
    @TempDir
    private Path directory;

    @Test
    void aPageHearsOfEachChangeAndOfASignOfLifeWithIdsAlone() throws Exception {
        try (WebService service = new WebService(directory, "");
                Socket socket = listen(service.open())) {
            assertThat(service.post("/api/v1/jobs/nightly/pause", "", service.own())
                            .status())
                    .isEqualTo(200);
            assertThat(data(socket)).isEqualTo("{\"jobs\":[\"nightly\"],\"runs\":[],\"deadLetters\":false}");

            String reply =
                    service.post("/api/v1/jobs/by-hand/run", "", service.own()).body();
            String run = reply.replaceFirst(".*?\"run\":\"([^\"]+)\".*", "$1");
            String last = data(socket);
            assertThat(last).contains("\"jobs\":[\"by-hand\"],\"runs\":[\"" + run + "\"]");
            while (!last.contains("\"deadLetters\":true")) {
                last = data(socket); // the vault refuses it
            }
            RawHttp.readUntil(socket, "\n:\n\n"); // a sign of life
        }
    }

    @Test
    void pagesAreNotToldMoreThanTheyReadAndAreNotTooMany() throws Exception {
        try (WebService service = new WebService(directory, "")) {
            Vertx vertx = Vertx.vertx();
            EventStreams streams = new EventStreams(vertx, service.backend(), new Failures());
            HttpServer server = server(vertx, streams);
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int page = 0; page < EventStreams.MOST; page++) {
                    sockets.add(listen(slow(server.actualPort())));
                }
                assertThat(RawHttp.get(server.actualPort(), "/events").status()).isEqualTo(503);

                Awaitility.await("all of them are dropped").until(() -> {
                    streams.send(":" + "x".repeat(100_000) + "\n\n");
                    return streams.open() == 0;
                });
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    /** What changed before there is a look to compare with would be told to nobody. */
    @Test
    void aPageIsGreetedOnceThereIsALook() throws Exception {
        try (WebService service = new WebService(directory, "")) {
            HeldClock clock = new HeldClock();
            Backend real = service.backend();
            Vertx vertx = Vertx.vertx();
            EventStreams streams = new EventStreams(
                    vertx,
                    new Backend(real.config(), real.ledger(), real.deadLetters(), real.enqueue(), clock),
                    new Failures());
            try (Socket socket = RawHttp.open(server(vertx, streams).actualPort())) {
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(clock.asked.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(streams.open()).as("while the first look lasts").isZero();

                clock.held.countDown();

                RawHttp.readUntil(socket, "retry: 5000\n\n");
            } finally {
                clock.held.countDown();
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    /** Whoever asks it for the time waits. */
    private static final class HeldClock extends Clock {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch held = new CountDownLatch(1);

        @Override
        public Instant instant() {
            asked.countDown();
            try {
                assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static HttpServer server(Vertx vertx, EventStreams streams) {
        Router router = Router.router(vertx);
        streams.addTo(router);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** One that takes little at once. */
    private static Socket slow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private static Socket listen(Socket socket) throws IOException {
        String request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        RawHttp.readUntil(socket, "retry: 5000\n\n");
        return socket;
    }

    private static String data(Socket socket) throws IOException {
        RawHttp.readUntil(socket, "event: changed\ndata: ");
        return RawHttp.readUntil(socket, "\n").strip();
    }
}
