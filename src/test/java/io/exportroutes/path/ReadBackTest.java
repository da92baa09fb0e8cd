package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.encryption.AgeProgram;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.DeliveriesInFlight.Ticket;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service reads back by itself what its destinations store. */
@SuppressWarnings("NullAway.Init")
class ReadBackTest {
    private static final String JOB =
            "nightly: {project: crm, export: schema, destinations: [archive, partner, mirror]}";
    /** Of the mirror's copy, which is encrypted, it gets what is inside. */
    private static final String ROUTE = """
            - route:
                id: restore-drill
                from:
                  uri: direct:restore-drill
                  steps:
                    - convertBodyTo: {type: java.lang.String}
                    - setBody: {simple: {expression: "${body} startsWith '{' && ${header.ExportRoutesName} endsWith '.json'"}}
            """;

    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.now());

    private Journey service() throws IOException {
        Journey journey = new Journey(directory.resolve("site")).by(clock);
        Files.writeString(
                journey.site().config().resolve("application.properties"),
                "exports.read-back.interval=100\nexports.alarms.interval=200\n");
        String opened = "restores, identity-file: " + AgeProgram.OPS.file(directory);
        String policy = "{read-back: {every: 30d, level: %s}, type: %s,";
        for (List<String> one : List.of(
                List.of("archive", "s3", "content"),
                List.of("partner", "sftp", "content"),
                List.of("mirror", "file", opened))) {
            journey.with(
                    one.get(0) + ": {type: " + one.get(1) + ",",
                    one.get(0) + ": " + policy.formatted(one.get(2), one.get(1)));
        }
        journey.with("type: file,", "type: file, encrypt: {to: [" + AgeProgram.OPS.recipient() + "]},");
        Path home = directory.resolve("home");
        Home.copy(home);
        Files.writeString(home.resolve("routes/restore-drill.camel.yaml"), ROUTE);
        return journey.begin(JOB, Mode.SCHEDULES, home);
    }

    private static Map<String, String> seen(Journey journey, Run run) {
        String export = journey.onlyExport(run).manifest().id();
        return journey.ledger().deliveries().copies().readBacks().latest(List.of(export)).values().stream()
                .collect(Collectors.toMap(one -> one.subject().destination(), one -> one.result() + " " + one.level()));
    }

    private static void awaitSeen(Journey journey, Run run, Map<String, String> expected) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(seen(journey, run))
                .isEqualTo(expected));
    }

    private static Map<String, String> all(Result result, Level level) {
        String is = result + " " + level;
        return Map.of("archive", is, "partner", is, "mirror", Result.OK + " " + Level.RESTORES);
    }

    /** One story, as each part of it needs the ones before. */
    @Test
    void whatBecomesOfCopiesIsFoundAndRemembered() throws Exception {
        try (Journey journey = service()) {
            Run run = journey.once("nightly");
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            awaitSeen(journey, run, all(Result.OK, Level.CONTENT));
            assertThat(journey.engine().services().outcomes().readBacks(Result.OK))
                    .isEqualTo(3);

            Ticket delivering = deliverTo(journey, "mirror");
            damage(journey, run);
            clock.step(Duration.ofDays(31));
            awaitSeen(journey, run, found("OK RESTORES"));
            assertThat(looks(journey))
                    .as("a delivery to the mirror has priority")
                    .hasSize(5);

            journey.engine().services().inFlight().over(delivering);
            awaitSeen(journey, run, found("DIFFERENT CONTENT"));
            awaitAlarms(journey);
            assertThat(looks(journey))
                    .as("what is known to be bad is read no more")
                    .hasSize(6);

            journey.stop();
            journey.restart(Mode.SCHEDULES);
            assertThat(seen(journey, run)).isEqualTo(found("DIFFERENT CONTENT"));
        }
    }

    private static Map<String, String> found(String inMirror) {
        return Map.of("archive", "COLD EXISTS", "partner", "MISSING EXISTS", "mirror", inMirror);
    }

    private static List<ReadBack> looks(Journey journey) {
        return journey.ledger().deliveries().copies().readBacks().since(Instant.EPOCH, END);
    }

    private static Ticket deliverTo(Journey journey, String destination) {
        DeliveriesInFlight inFlight = journey.engine().services().inFlight();
        Ticket ticket =
                inFlight.queued("another run", "exp_other@" + destination).orElseThrow();
        assertThat(inFlight.begun(ticket)).isTrue();
        return ticket;
    }

    private static void damage(Journey journey, Run run) throws IOException {
        Path mirrored = journey.site()
                .mirror()
                .resolve(journey.delivery(run, "mirror").plan().key());
        byte[] bytes = Files.readAllBytes(mirrored);
        bytes[bytes.length - 2] ^= 1;
        Files.write(mirrored, bytes);
        Files.delete(journey.site()
                .ssh()
                .root()
                .resolve("incoming/" + journey.delivery(run, "partner").plan().key()));
        journey.site().s3().freeze(true);
    }

    private static void awaitAlarms(Journey journey) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(journey.ledger().alarms().open())
                        .extracting(Alarm::subject)
                        .extracting(subject -> subject.kind() + " " + subject.job() + " " + subject.destination())
                        .contains("read-back-bad nightly mirror", "read-back-bad nightly partner")
                        .doesNotContain("read-back-bad nightly archive", "read-back-overdue nightly archive"));
    }
}
