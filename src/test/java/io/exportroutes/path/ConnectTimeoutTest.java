package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.route.FailedAttemptRecorder;
import io.exportroutes.testing.FullBacklog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A server behind a firewall that drops what comes: each try ends at the connect timeout, and is told by job and server.
 *
 * <p>The upper bounds stand far below whatever would end the try else: the two minutes for which the operating system goes on
 * by itself, and for SFTP, which has an option, also the half minute that is its default.
 */
class ConnectTimeoutTest {
    private static final Duration FIXED = Duration.ofSeconds(10);
    private static final Duration SET = Duration.ofSeconds(1);
    private static final Duration DEFAULT_OF_SFTP = Duration.ofSeconds(30);
    private static final Duration OPERATING_SYSTEM = Duration.ofMinutes(2);

    private final Logger log = (Logger) LoggerFactory.getLogger(FailedAttemptRecorder.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
    }

    @Test
    void aDestinationThatTakesNoConnectionIsTriedAgainAfterItsConnectTimeout() throws Exception {
        try (Journey journey = new Journey(directory);
                FullBacklog silent = FullBacklog.open()) {
            Run run = journey.with(":" + journey.port("archive"), ":" + silent.port())
                    .with("port: " + journey.port("partner"), "port: " + silent.port())
                    .with("port: " + journey.port("ops"), "port: " + silent.port())
                    .with("partner: {", "partner: {connect-timeout: 1s, ")
                    .with("attempts: 3", "attempts: 2")
                    .begin("nightly: {project: crm, export: database, destinations: [mirror, archive, partner, ops]}")
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            journey.assertWholeEverywhere(run, "mirror");
            assertGivenUp(journey, run, "archive", "s3://acme-backups/");
            assertGivenUp(journey, run, "partner", "sftp://127.0.0.1:" + silent.port());
            assertGivenUp(journey, run, "ops", "127.0.0.1:" + silent.port());
            assertThat(pause("@archive of run " + run.id())).isBetween(FIXED, OPERATING_SYSTEM);
            assertThat(pause("@partner of run " + run.id())).isBetween(SET, DEFAULT_OF_SFTP);
            assertThat(pause("@ops of run " + run.id())).isBetween(FIXED, OPERATING_SYSTEM);
        }
    }

    @Test
    void anApiThatTakesNoConnectionIsTriedAgainAfterItsConnectTimeout() throws Exception {
        try (Journey journey = new Journey(directory);
                FullBacklog silent = FullBacklog.open()) {
            String api = journey.site().sandbox().baseUri().toString();
            Run run = journey.with(api, "http://127.0.0.1:" + silent.port())
                    .with("poll-interval: 200ms", "connect-timeout: 1s")
                    .with("attempts: 3", "attempts: 2")
                    .begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).as(run.failure().message()).isEqualTo("timeout");
            assertThat(run.failure().message()).contains("http://127.0.0.1:" + silent.port());
            // The read timeout, a minute, is the next limit of a call.
            assertThat(pause("Attempt of run " + run.id())).isBetween(SET, Duration.ofMinutes(1));
        }
    }

    private static void assertGivenUp(Journey journey, Run run, String destination, String server) {
        Delivery delivery = journey.delivery(run, destination);
        assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(delivery.failure().code()).as(delivery.failure().message()).isEqualTo("timeout");
        assertThat(delivery.failure().message()).contains(server);
        assertThat(delivery.attempts()).as("tries of what may pass").isEqualTo(2);
    }

    /** From the end of the first try of what the line names to the end of its second and last. */
    private Duration pause(String named) {
        List<ILoggingEvent> tries = List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains(named + " failed (timeout)"))
                .toList();
        assertThat(tries).as("%s in %s", named, lines.list).hasSize(2);
        Instant first = Instant.ofEpochMilli(tries.get(0).getTimeStamp());
        return Duration.between(first, Instant.ofEpochMilli(tries.get(1).getTimeStamp()));
    }
}
