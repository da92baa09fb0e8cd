package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API is asked by few at a time, and by nobody while it wants to be left alone. */
class PolitenessTest {
    private static final String JOBS = """
            nightly: {project: crm, export: database, destinations: [mirror, vault]}
            other: {project: crm, export: schema, destinations: [mirror]}
            sweep: {project: shop, export: existing, destinations: [mirror]}
            wide: {project: shop, export: existing, max-concurrent: 8, destinations: [mirror]}
            """;

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.now());

    @ParameterizedTest
    @CsvSource({"create, other", "list, sweep", "download, sweep"})
    void afterOne429NothingIsAskedBeforeItsTimeWhileTheDestinationsGoOn(String operation, String refused)
            throws Exception {
        try (Journey journey = new Journey(directory)) {
            // One try each: whoever waits must not have used it up.
            journey.by(clock).with("attempts: 3", "attempts: 1").with("max-delay: 500ms", "max-delay: 1m");
            journey.site().s3().createBucket("acme-vault");
            journey.site().s3().down();
            Run before = journey.begin(JOBS).once("nightly");
            assertThat(journey.delivery(before, "vault").state()).isEqualTo(DeliveryState.DEAD);
            journey.site().s3().up();
            plant(journey, 1);
            journey.site().sandbox().faults().plant("retry-after@" + operation + "=60x1");
            journey.once(refused);
            assertThat(journey.engine().gate().opensAt()).isAfter(clock.instant());

            int calls = journey.calls();
            String asking = journey.submit("nightly");
            String listing = journey.submit("sweep");
            assertReplayed(journey, before);
            Awaitility.await()
                    .failFast("the API was asked", () -> journey.calls() > calls)
                    .until(() -> journey.engine().gate().waiting() == 2);
            assertThat(journey.calls()).isEqualTo(calls);

            clock.step(Duration.ofSeconds(60));
            assertThat(journey.settled(asking).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.settled(listing).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"sweep, 4", "wide, 2"})
    void onlySoManyExportsAreOnTheirWay(String job, int downloads) throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, 9);
            journey.site().sandbox().faults().plant("stall@download");
            String calls = "200ms\n  max-concurrent: " + (job.equals("wide") ? 3 : 20);
            journey.with("poll-interval: 200ms", "poll-interval: " + calls + "\nlimits: {downloads: 8, shutdown: 1s}");
            journey.begin(JOBS).submit(job);
            Awaitility.await().until(() -> journey.calls("GET", "/shop/export/download/") >= downloads);
            // By the time another run has come as far as its request, a further download would have been asked for.
            journey.submit("other");
            Awaitility.await().until(() -> journey.calls("POST", "/export/schema") == 1);
            assertThat(journey.calls("GET", "/shop/export/download/")).isEqualTo(downloads);
        }
    }

    @Test
    void aLaneGoesOnAfterAFailureOfOneExport() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey, 6);
            journey.site().sandbox().faults().plant("not-ok@downloadx2");
            Run run = journey.begin(JOBS
                            + "narrow: {project: shop, export: existing, max-concurrent: 1, destinations: [mirror]}\n")
                    .once("narrow");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.ledger().deliveries().ofRun(run.id()))
                    .filteredOn(delivery -> delivery.state() == DeliveryState.DELIVERED)
                    .hasSize(4);
        }
    }

    private static void assertReplayed(Journey journey, Run run) {
        journey.engine()
                .appContext()
                .deadLetters()
                .replay(journey.delivery(run, "vault").id());
        assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
    }

    private static void plant(Journey journey, int exports) {
        for (int export = 0; export < exports; export++) {
            byte[] csv = ("id\n" + export + "\n").getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("shop", "contacts" + export, csv));
        }
    }
}
