package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service removes by itself what is no longer kept, after a newer copy has arrived and at no other time. */
@SuppressWarnings("NullAway.Init")
class RetentionTest {
    private static final String JOB =
            "nightly: {project: crm, export: schema, retention: {keep-last: 1}, destinations: [archive, partner, mirror]}";

    @TempDir
    private Path directory;

    private Journey service() throws IOException {
        Journey journey = new Journey(directory);
        Files.writeString(
                journey.site().config().resolve("application.properties"),
                "exports.retention.interval=100\nexports.alarms.interval=100\n");
        return journey.begin(JOB, Mode.SCHEDULES);
    }

    private static Run next(Journey journey) {
        Run run = journey.once("nightly");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static List<String> there(Journey journey, String destination) {
        return journey
                .ledger()
                .deliveries()
                .copies()
                .newest(CopyFilter.ofJob("nightly").at(destination), null, 9)
                .stream()
                .map(CopyEntry::plan)
                .map(plan -> plan.runId())
                .toList();
    }

    private static Path inMirror(Journey journey, Run run) {
        Delivery delivery = journey.delivery(run, "mirror");
        return journey.site().mirror().resolve(delivery.plan().key());
    }

    @Test
    void eachNewCopyLetsTheOneBeforeItExpireEverywhere() throws Exception {
        try (Journey journey = service()) {
            Run first = next(journey);
            Run second = next(journey);

            Awaitility.await().untilAsserted(() -> {
                for (String destination : List.of("archive", "partner", "mirror")) {
                    assertThat(there(journey, destination)).containsExactly(second.id());
                }
                assertThat(journey.ledger().deliveries().copies().expiring()).isEmpty();
            });
            assertThat(inMirror(journey, first)).doesNotExist();
            assertThat(Path.of(inMirror(journey, first) + Sidecar.SUFFIX))
                    .as("the record")
                    .exists();
            journey.assertWholeEverywhere(second, "archive", "partner", "mirror");
        }
    }

    /** What somebody removed makes one doubt what else is wrong there. */
    @Test
    void aDoubtAtOneDestinationIsAnAlarmAndBlocksNoOther() throws Exception {
        try (Journey journey = service()) {
            Run first = next(journey);
            Files.delete(inMirror(journey, first));
            Run second = next(journey);

            Awaitility.await().untilAsserted(() -> {
                assertThat(there(journey, "archive")).containsExactly(second.id());
                assertThat(journey.ledger().alarms().open())
                        .extracting(Alarm::subject)
                        .extracting(subject -> subject.kind() + " " + subject.job() + " " + subject.destination())
                        .containsExactly("retention-blocked nightly mirror");
            });
            assertThat(there(journey, "mirror")).containsExactly(second.id(), first.id());
        }
    }
}
