package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LOST is the API's own word, never a clock's of ours; and a run that lost something is no success. */
class LostExportsTest {
    private static final byte[] CSV = "id\n1\n".getBytes(StandardCharsets.UTF_8);
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror]}";

    @TempDir
    private Path directory;

    @Test
    void anExportThatHasExpiredByOurClockAloneIsAskedForAndDelivered() throws Exception {
        try (Journey journey = new Journey(
                directory, SandboxOptions.builder().clock(daysBehind(3)).build())) {
            journey.site()
                    .sandbox()
                    .addExport(PlantedExport.table("crm", "contacts", CSV)
                            .withExpires(Instant.now().minus(Duration.ofDays(1))));
            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    @Test
    void aRunsOwnExportThatHasExpiredByOurClockAloneIsNotAskedForAnew() throws Exception {
        SandboxOptions options = SandboxOptions.builder()
                .readyAfter(Duration.ofMillis(700))
                .expiresAfter(Duration.ofDays(1))
                .clock(daysBehind(3))
                .build();
        try (Journey journey = new Journey(directory, options)) {
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.progress().request().renewals()).isZero();
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void whatTheApiSaysIsGoneAtItsDownloadIsLostOnceAndTheNextSweepIsGreen() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String gone = plantExpired(journey);
            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("exports_lost");
            assertThat(run.failure().message()).contains("contacts.csv", gone);
            ExportEntry lost = journey.onlyExport(run);
            assertThat(lost.state()).isEqualTo(ExportState.LOST);
            assertThat(lost.failure().code()).isEqualTo("export_expired");

            assertThat(journey.once("sweep").state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("GET", "/download/")).isEqualTo(1);
        }
    }

    @Test
    void aSweepThatLostSomeIsPartialAndNamesThem() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String gone = plantExpired(journey);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "companies", CSV));
            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(run.failure().code()).isEqualTo("exports_lost");
            assertThat(run.failure().message()).contains("contacts.csv", gone).doesNotContain("companies.csv");
            assertThat(journey.once("sweep").state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void whatIsListedAsGoneAndReadyAgainLaterIsTakenByTheNextSweep() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", CSV));
            journey.site().sandbox().faults().plant("not-found@listx1");
            Run first = journey.begin(SWEEP).once("sweep");
            assertThat(first.state()).isEqualTo(RunState.FAILED);
            assertThat(journey.onlyExport(first).state()).isEqualTo(ExportState.LOST);

            Run second = journey.once("sweep");

            assertThat(second.state()).as(second.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.onlyExport(second).state()).isEqualTo(ExportState.VERIFIED);
            journey.assertWholeEverywhere(second, "mirror");
        }
    }

    /** A sweep's replay owns nothing any more once the next sweep took over what it could not archive. */
    @Test
    void aSweepWhoseExportsAreInOtherHandsIsNoSuccessOfItsReplay() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", CSV));
            journey.site().sandbox().faults().plant("status@download=500x6");
            Run first = journey.begin(SWEEP).once("sweep");
            Run second = journey.once("sweep");
            assertThat(second.state()).isEqualTo(RunState.FAILED);
            DeadLetters deadLetters = journey.engine().appContext().deadLetters();
            assertThatThrownBy(() -> deadLetters.replay(first.id())).hasMessageContaining("nothing left to replay");

            assertThat(deadLetters.replayDue(Duration.ZERO, Duration.ofDays(1))).containsExactly(second.id());

            assertThat(journey.settled(second.id()).state()).isEqualTo(RunState.SUCCEEDED);
            Run now = journey.settled(first.id());
            assertThat(now.state()).isEqualTo(RunState.FAILED);
            assertThat(now.failure().code()).isEqualTo("internal_error");
        }
    }

    /** It was refused at its download, then listed as gone, and now everything is as it was before. */
    @Test
    void whatWasGoneMeanwhileIsAskedForAgainThoughItsManifestIsTheOldOne() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", CSV));
            journey.site().sandbox().faults().plant("expired@downloadx1");
            journey.begin(SWEEP);
            assertThat(journey.once("sweep").state()).isEqualTo(RunState.FAILED);
            assertThat(journey.once("sweep").state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("GET", "/download/")).isEqualTo(1);
            journey.site().sandbox().faults().plant("not-found@listx1");
            assertThat(journey.once("sweep").state()).isEqualTo(RunState.SUCCEEDED);

            Run run = journey.once("sweep");

            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    /** An earlier version went by its own clock and never asked. */
    @Test
    void whatAnOlderVersionCalledLostByItsClockIsTakenAgain() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site()
                    .sandbox()
                    .addExport(PlantedExport.table("crm", "contacts", CSV)
                            .withExpires(Instant.now().plus(Duration.ofDays(1))));
            journey.site().sandbox().faults().plant("expired@downloadx1");
            Run first = journey.begin(SWEEP).once("sweep");
            assertThat(journey.onlyExport(first).state()).isEqualTo(ExportState.LOST);
            update(journey, "update exports set error_code = 'export_gone'");

            Run second = journey.once("sweep");

            assertThat(second.state()).as(second.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.onlyExport(second).state()).isEqualTo(ExportState.VERIFIED);
            journey.assertWholeEverywhere(second, "mirror");
        }
    }

    @Test
    void anExportThatLeavesTheListingIsAskedForBeforeItIsCalledGone() throws Exception {
        try (Journey journey = new Journey(
                directory,
                SandboxOptions.builder().readyAfter(Duration.ofMillis(100)).build())) {
            journey.site().sandbox().faults().plant("unlisted@list");
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.progress().request().renewals()).isZero();
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    /** Ready by its status in every listing, and refused at its download. */
    private static String plantExpired(Journey journey) {
        return journey.site()
                .sandbox()
                .addExport(PlantedExport.table("crm", "contacts", CSV)
                        .withExpires(Instant.now().minusSeconds(60)));
    }

    private static Clock daysBehind(int days) {
        return Clock.offset(Clock.systemUTC(), Duration.ofDays(-days));
    }

    private static void update(Journey journey, String sql) throws Exception {
        try (Connection connection = journey.ledger().forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
