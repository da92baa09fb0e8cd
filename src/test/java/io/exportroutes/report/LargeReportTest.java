package io.exportroutes.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.Main;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.Java;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of ten jobs, each hour, in a program that has little memory. */
class LargeReportTest {
    private static final int JOBS = 10;
    private static final int HOURS = 365 * 24;
    private static final String CONFIG = """
            version: 1
            api: {base-url: "https://api.example.com", token: pat_x}
            destinations:
              mirror: {type: file, directory: /m}
            jobs:
            """;

    private static final String NUMBERS = """
            with recursive hours (n) as (select 0 union all select n + 1 from hours where n < %d),
              jobs (j) as (select 0 union all select j + 1 from jobs where j < %d),
              ids as (select 'job-' || j as job, 'job-' || j || '-' || n as run, 'exp_' || j || '_' || n as export,
                strftime('%%Y-%%m-%%dT%%H:%%M:%%S.000Z', '2026-01-01', '+' || n || ' hours') as at from hours cross join jobs)
            """.formatted(HOURS - 1, JOBS - 1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Tag("soak")
    @Test
    void aYearOfHourlyRunsTakesLittleMemory() throws Exception {
        StringBuilder config = new StringBuilder(CONFIG);
        for (int job = 0; job < JOBS; job++) {
            config.append("  job-%d: {project: crm, export: schema, schedule: '@hourly', destinations: [mirror]}%n"
                    .formatted(job));
        }
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/exports.yaml"), config);
        Path ledger = Files.createDirectories(directory.resolve("state")).resolve("ledger.db");
        fill(ledger);

        List<String> command = new ArrayList<>(Java.command("-Xmx64m"));
        command.addAll(List.of(
                Main.class.getName(), "report", "--from", "2026-01-01", "--to", "2026-12-31", "--output", "html"));
        command.addAll(List.of("--config", directory + "/config", "--state", directory + "/state"));
        Path html = directory.resolve("report.html");
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(html.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(process.waitFor()).isZero();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf("report of %d runs: %s, %d MB%n", JOBS * HOURS, took, Files.size(html) >> 20);
        try (Stream<String> lines = Files.lines(html)) {
            assertThat(lines.filter(line -> line.startsWith("<tbody>"))).hasSize(JOBS + 2 * JOBS * HOURS);
        }
    }

    private static void fill(Path file) throws SQLException {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC());
                Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(NUMBERS
                    + "insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, renewals)"
                    + " select run, job, 'crm', 'schedule', at, 'SUCCEEDED', at, 0 from ids");
            statement.executeUpdate(NUMBERS
                    + "insert into exports (id, project, run_id, state, size, sha256, verified_at, manifest_kind, manifest_status, manifest_json)"
                    + " select export, 'crm', run, 'VERIFIED', 7, '" + "ab".repeat(32)
                    + "', at, 'schema_export', 'ready', '{}' from ids");
            statement.executeUpdate(
                    NUMBERS
                            + "insert into deliveries (export_id, destination, run_id, state, object_key, attempts, location, delivered_at, confirmation)"
                            + " select export, 'mirror', run, 'DELIVERED', run || '/schema.json', 1, 'there', at, 'SIZE' from ids");
        }
    }
}
