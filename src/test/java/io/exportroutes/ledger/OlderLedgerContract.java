package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8: a ledger that schema 4 wrote says nothing untrue once this version has brought it up to date. */
abstract class OlderLedgerContract {
    private static final String LATE = "2026-11-21T02:00:00.001Z";
    private static final String SHA = "ab".repeat(32);

    private LedgerSource source;
    private Ledger ledger;

    /** A database without anything in it. */
    abstract LedgerSource emptySource(Path folder);

    abstract Map<String, String> types();

    @BeforeEach
    void write(@TempDir Path folder) throws IOException, SQLException {
        source = emptySource(folder);
        Flyway.configure()
                .dataSource(source.url(), source.username(), null)
                // As schema 4 had them: at Flyway's default place.
                .locations("filesystem:" + atTheirOldPlace(folder))
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .placeholders(types())
                .target("4")
                .load()
                .migrate();
        run("crm-nightly-1", "crm-nightly", "FAILED");
        run("crm-sweep-1", "crm-sweep", "PARTIAL");
        run("crm-sweep-2", "crm-sweep", "FAILED");
        run("crm-sweep-3", "crm-sweep", "TRANSFERRING");
        export("exp_refused", "crm-nightly-1", "FAILED", "guard_min_size");
        export("exp_broken", "crm-nightly-1", "FAILED", "stalled");
        export("exp_given_up", "crm-sweep-1", "LOST", "stalled");
        export("exp_gone", "crm-sweep-1", "LOST", "export_expired");
        export("exp_one", "crm-sweep-1", "VERIFIED", null);
        export("exp_two", "crm-sweep-1", "VERIFIED", null);
        export("exp_left", "crm-sweep-2", "TAKEN", null);
        export("exp_going_on", "crm-sweep-3", "TAKEN", null);
        delivery("exp_two", "crm-sweep-1", "DELIVERED", "same/key");
        delivery("exp_one", "crm-sweep-1", "DEAD", "same/key");
        ledger = Ledger.open(source, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatAGuardRefusedNoSweepTakes() {
        assertThat(state("exp_refused")).isEqualTo(ExportState.REFUSED);
        assertThat(state("exp_broken")).isEqualTo(ExportState.FAILED);
    }

    @Test
    void lostIsOnlyWhatTheApiSaid() {
        assertThat(state("exp_given_up")).isEqualTo(ExportState.DISCARDED);
        assertThat(state("exp_gone")).isEqualTo(ExportState.LOST);
    }

    @Test
    void whatARunLeftIsADeadLetterAndWhatIsGoingOnIsNot() {
        assertThat(state("exp_left")).isEqualTo(ExportState.FAILED);
        assertThat(ledger.exports().failed("crm-sweep-2")).hasSize(1);
        assertThat(state("exp_going_on")).isEqualTo(ExportState.TAKEN);
    }

    @Test
    void aSweepThatHasItsListingNeedNoneAgain() {
        assertThat(listed("crm-sweep-1")).isTrue();
        assertThat(listed("crm-sweep-3")).isFalse();
    }

    /** The one that was delivered has the key: the other would overwrite it. */
    @Test
    void aReplayOverwritesNothingThatWasDeliveredUnderTheSameKey() {
        ledger.replays().reopenWithAll("crm-sweep-1", null);

        assertThat(Unclaimed.of(ledger).deliveries().holdKeys("exp_one", Map.of()))
                .extracting(delivery -> delivery.failure().code())
                .containsExactly("key_taken");
    }

    @Test
    void eachExportKnowsTheJobThatTookIt() {
        assertThat(ledger.exports().find("exp_refused").orElseThrow().owner().firstJob())
                .isEqualTo("crm-nightly");
    }

    private static Path atTheirOldPlace(Path folder) throws IOException {
        Path old = Files.createDirectories(folder.resolve("db/migration"));
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources", Schema.MIGRATIONS))) {
            for (Path script : scripts.toList()) {
                Files.copy(script, old.resolve(script.getFileName()));
            }
        }
        return old;
    }

    private boolean listed(String run) {
        return ledger.runs().find(run).orElseThrow().progress().history().listedAt() != null;
    }

    private ExportState state(String id) {
        return ledger.exports().find(id).orElseThrow().state();
    }

    private void run(String id, String job, String state) throws SQLException {
        insert(
                "runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, renewals)",
                id,
                job,
                "crm",
                "schedule",
                LATE,
                state,
                LATE,
                LATE,
                0);
    }

    private void export(String id, String run, String state, @Nullable String code) throws SQLException {
        boolean verified = state.equals("VERIFIED");
        insert(
                "exports (id, project, run_id, state, error_code, size, sha256, verified_at, manifest_kind,"
                        + " manifest_status, manifest_json)",
                id,
                "crm",
                run,
                state,
                code,
                verified ? 7 : null,
                verified ? SHA : null,
                verified ? LATE : null,
                "database_export",
                "ready",
                "{}");
    }

    private void delivery(String export, String run, String state, String key) throws SQLException {
        boolean delivered = state.equals("DELIVERED");
        insert(
                "deliveries (export_id, destination, run_id, state, object_key, attempts, location, delivered_at)",
                export,
                "archive",
                run,
                state,
                key,
                1,
                delivered ? "s3://b/" + key : null,
                delivered ? LATE : null);
    }

    private void insert(String columns, @Nullable Object... values) throws SQLException {
        String marks = "?" + ", ?".repeat(values.length - 1);
        try (Connection connection = DriverManager.getConnection(source.url(), source.username(), null);
                PreparedStatement statement =
                        connection.prepareStatement("insert into " + columns + " values (" + marks + ")")) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            statement.executeUpdate();
        }
    }
}
