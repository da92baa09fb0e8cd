package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.Background;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Point 17: what it costs to forget, and what it costs others meanwhile. */
@Tag("soak")
abstract class LongHistoryContract {
    private static final Logger LOG = LoggerFactory.getLogger(LongHistoryContract.class);
    private static final int MANY = 100_000;
    private static final Instant OLD = Samples.NIGHT.minus(Duration.ofDays(5_000));
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(50);

    abstract LedgerSource freshSource(Path folder);

    @Test
    void aHundredThousandSweepsThatFoundNothingAreForgottenWhileAnotherProcessWrites(@TempDir Path folder)
            throws Exception {
        LedgerSource source = freshSource(folder);
        try (Ledger ledger = Ledger.open(source, Clock.systemUTC());
                Ledger other = Ledger.open(source, Clock.systemUTC())) {
            fill(ledger);
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<List<Long>> writer = Background.call(() -> write(other, over));
            List<Long> rounds = new ArrayList<>();
            long begun = System.nanoTime();

            int forgotten = forget(ledger, rounds);

            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            over.set(true);
            List<Long> waits = writer.get();
            tell(forgotten, took, rounds, waits);
            assertThat(forgotten).isEqualTo(MANY - 1);
            assertThat(took).isLessThan(Duration.ofMinutes(2));
            assertThat(waits).hasSizeGreaterThan(100);
            assertThat(percentile(waits, 95)).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static void tell(int forgotten, Duration took, List<Long> rounds, List<Long> waits) {
        LOG.warn(
                "{} runs forgotten in {}; looking and forgetting 500: {}; another's write meanwhile: {}",
                forgotten,
                took,
                shown(rounds),
                shown(waits));
    }

    /** Notes how long each page took. */
    private static int forget(Ledger ledger, List<Long> rounds) {
        long[] begun = {System.nanoTime()};
        return ledger.history().forget(Samples.NIGHT, () -> {
            rounds.add(System.nanoTime() - begun[0]);
            LockSupport.parkNanos(REST);
            begun[0] = System.nanoTime();
            return true;
        });
    }

    private static List<Long> write(Ledger ledger, AtomicBoolean over) {
        List<Long> waits = new ArrayList<>();
        while (!over.get()) {
            long begun = System.nanoTime();
            ledger.runs().add(Samples.run("new " + waits.size()));
            waits.add(System.nanoTime() - begun);
            LockSupport.parkNanos(PACE);
        }
        return waits;
    }

    private static void fill(Ledger ledger) throws SQLException {
        String insert = """
                insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, finished_at, renewals)
                values (?, 'sweep', 'crm', 'schedule', ?, 'SUCCEEDED', ?, ?, ?, 0)""";
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            connection.setAutoCommit(false);
            for (int number = 0; number < MANY; number++) {
                statement.setString(1, "sweep-" + number);
                String time = Instants.text(OLD.plus(Duration.ofMinutes(15L * number)));
                for (int column = 2; column <= 5; column++) {
                    statement.setString(column, time);
                }
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private static String shown(List<Long> nanos) {
        return "median %.0f ms, 95 of 100 %.0f ms, longest %.0f ms of %d"
                .formatted(
                        percentile(nanos, 50) / 1e6,
                        percentile(nanos, 95) / 1e6,
                        percentile(nanos, 100) / 1e6,
                        nanos.size());
    }

    private static long percentile(List<Long> nanos, int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, sorted.size() * percent / 100 - 1));
    }
}
