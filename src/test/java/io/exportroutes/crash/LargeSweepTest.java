package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 17: a sweep needs no more memory for a hundred thousand manifests than for a few. */
class LargeSweepTest {
    private static final String HEAP = "96m";
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final String JOBS = """
            jobs:
              sweep: {project: crm, export: existing, destinations: [mirror, archive], max-concurrent: 2}
            """;

    @TempDir
    private Path directory;

    /** So many that a run which kept them would need more than there is. */
    @Test
    void aSweepOfThirtyThousandManifests() throws Exception {
        sweep(30_000);
    }

    /** {@code mvn -Psoak test -Dtest=LargeSweepTest} */
    @Test
    @Tag("soak")
    void aSweepOfAHundredThousandManifests() throws Exception {
        sweep(100_000);
    }

    private void sweep(int manifests) throws Exception {
        try (Site site = Site.start(directory, SandboxOptions.defaults())) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            site.sandbox().addExports(PlantedExport.table("crm", "contacts", csv), manifests);
            site.configure(JOBS);
            String first = takesAll(site, manifests);
            settles(site, first);
            findsNothingNew(site, first);
        }
    }

    /** All is ready: it takes page by page what is in the listing, and begins to move it. */
    private String takesAll(Site site, int manifests) throws Exception {
        String id = submit(site);
        try (Victim service = Victim.startWithin(HEAP, site, "run")) {
            awaitIn(service, () -> count(site, "exports where state = 'VERIFIED'") > 20);
            assertThat(count(site, "exports where run_id = '" + id + "'")).isEqualTo(manifests);
            assertThat(count(site, "runs where listed_at is not null")).isEqualTo(1);
            service.terminate();
            assertThat(service.status()).as(service.output()).isEqualTo(143);
        }
        return id;
    }

    /** As if each was delivered since: nothing is left but to say how the run ended. */
    private void settles(Site site, String id) throws Exception {
        try (Connection ledger = open(site);
                Statement sql = ledger.createStatement()) {
            ledger.setAutoCommit(false);
            sql.executeUpdate(
                    "update exports set state = 'VERIFIED', size = 5, sha256 = 'aa', verified_at = '2026-11-21T02:00:00.000Z'");
            sql.executeUpdate("delete from deliveries");
            for (String destination : List.of("mirror", "archive")) {
                sql.executeUpdate("insert into deliveries (export_id, destination, run_id, state, object_key, attempts,"
                        + " location, delivered_at) select id, '" + destination + "', run_id, 'DELIVERED',"
                        + " 'crm/sweep/2026/11/21/' || id, 1, 'somewhere', '2026-11-21T02:00:00.000Z' from exports");
            }
            ledger.commit();
        }
        try (Victim service = Victim.startWithin(HEAP, site, "run")) {
            awaitIn(service, () -> count(site, "runs where id = '" + id + "' and state = 'SUCCEEDED'") == 1);
            service.terminate();
            assertThat(service.status()).as(service.output()).isEqualTo(143);
        }
    }

    /** All is archived but the one that has come since. */
    private void findsNothingNew(Site site, String first) throws Exception {
        String late = site.sandbox()
                .addExport(PlantedExport.table("crm", "deals", "id\n1\n".getBytes(StandardCharsets.UTF_8)));
        try (Victim once = Victim.startWithin(HEAP, site, "once", "sweep", "--output", "json")) {
            assertThat(once.status()).as(once.output()).isZero();
            assertThat(once.output()).contains(late);
        }
        assertThat(count(site, "exports where run_id <> '" + first + "'")).isEqualTo(1);
    }

    /** Before a process that has no memory left dies, it may only get slower and slower. */
    private static void awaitIn(Victim service, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> service.endsWithin(0) || condition.call());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(service.output(), late);
        }
    }

    private String submit(Site site) {
        EngineOptions options =
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND);
        try (AppContext place = AppContext.open(options, Clock.systemUTC())) {
            Instant now = Instant.now();
            String id = RunIds.manual("sweep", now, new Random());
            place.enqueuer().enqueue(new RunRequest(id, "sweep", "manual", now));
            return id;
        }
    }

    private static Connection open(Site site) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + site.state().resolve("ledger.db"));
    }

    private static long count(Site site, String what) throws SQLException {
        try (Connection ledger = open(site);
                Statement sql = ledger.createStatement();
                ResultSet row = sql.executeQuery("select count(*) from " + what)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
