package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.BusyMachine;
import io.exportroutes.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an orchestrator is told while a PostgreSQL that holds the ledger takes connections and never answers, or is gone. */
@SuppressWarnings("NullAway.Init")
class HangingLedgerTest {
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [mirror]}";

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(1);

    /** The last write that succeeded counts for 5 seconds, the one that hangs for 20; then who asks waits for half a second. */
    private static final Duration NOTICED = Duration.ofSeconds(28);

    private FaultProxy wayToLedger;
    private Journey journey;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        LedgerSource ledger = PostgresServer.ledger();
        URI server = URI.create(ledger.url().substring("jdbc:".length()));
        wayToLedger = FaultProxy.start(server.getHost(), server.getPort());
        journey = new Journey(directory);
        ServedPage.prepare(journey);
        journey.with(
                        "version: 1",
                        "version: 1\nledger: {url: \"jdbc:postgresql://127.0.0.1:%d%s\", username: postgres}"
                                .formatted(wayToLedger.port(), server.getPath()))
                .begin(NIGHTLY, EngineOptions.Mode.SERVICE);
        assertThat(ask("/ready").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void end() {
        journey.close();
        wayToLedger.close();
    }

    @Test
    void oneThatHangsMakesItNotReadyWhileItIsAliveAndEachAnswerComesSoon() throws Exception {
        Instant begin = Instant.now();
        wayToLedger.blackHole(true);

        assertNotReady(begin);
        assertManyAtOnceGetTheirAnswers();

        wayToLedger.blackHole(false);
        awaitReady();
    }

    /** It takes as long as the one above: connections are waited for, too. */
    @Test
    @Tag("soak")
    void oneThatIsGoneDoesTheSame() throws Exception {
        Instant begin = Instant.now();
        wayToLedger.down();
        wayToLedger.dropConnections();

        assertNotReady(begin);

        wayToLedger.up();
        awaitReady();
    }

    private void assertNotReady(Instant begin) throws Exception {
        HttpResponse<String> ready = Awaitility.await()
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            assertThat(ask("/live").statusCode()).isEqualTo(200);
                            return ask("/ready");
                        },
                        answer -> answer.statusCode() == 503);

        assertThat(Duration.between(begin, Instant.now())).isLessThan(BusyMachine.stretched(NOTICED));
        assertThat(new ObjectMapper()
                        .readTree(ready.body())
                        .at("/checks/0/message")
                        .asText())
                .matches("The ledger cannot be written: (timeout|ledger_unreachable|ledger_busy)");
    }

    /** Others ask for pages that read the ledger meanwhile, and each of these waits for it. */
    private void assertManyAtOnceGetTheirAnswers() {
        Stream.generate(() -> Background.call(() -> page("/"))).limit(40).forEach(waiting -> {});

        List<CompletableFuture<Integer>> live = together("/live");
        List<CompletableFuture<Integer>> ready = together("/ready");

        assertThat(live).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(ready).extracting(CompletableFuture::join).containsOnly(503);
    }

    private List<CompletableFuture<Integer>> together(String part) {
        return Stream.generate(() -> Background.call(() -> ask(part).statusCode()))
                .limit(12)
                .toList();
    }

    /** While all the pages that waited for the ledger are made, answers may take longer. */
    private void awaitReady() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(500))
                .until(() -> page("/observe/health/ready").statusCode() == 200);
    }

    private HttpResponse<String> ask(String part) {
        Instant asked = Instant.now();
        HttpResponse<String> answer = page("/observe/health" + part);
        assertThat(Duration.between(asked, Instant.now())).as(part).isLessThan(BusyMachine.stretched(LONGEST_ANSWER));
        return answer;
    }

    private HttpResponse<String> page(String path) {
        try {
            return ServedPage.get(journey, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
