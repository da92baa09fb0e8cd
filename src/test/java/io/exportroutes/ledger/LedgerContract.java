package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.queue.QueueEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger's contract suites share: a fresh ledger on the database under test, and a clock that tests set. */
abstract class LedgerContract {
    static final TransientFailure BROKEN =
            new TransientFailure(FailureCode.STALLED, "No byte for 60 s", "It is retried");

    /** What the API answers to a download of what it no longer has. */
    static final GoneFailure GONE =
            new GoneFailure(new ForeignCode("export_expired"), "It expired", "A new one is asked for", "req_1");

    Ledger ledger;
    SettableClock clock;

    /** A new database, its schema in place or not. */
    abstract LedgerSource freshSource(Path folder);

    @BeforeEach
    void open(@TempDir Path folder) {
        clock = new SettableClock();
        ledger = Ledger.open(freshSource(folder), clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Changes rows beside the program, as an older version or an operator may have. */
    void update(String sql) {
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run that is EXPORTING. */
    String begun(String id) {
        ledger.runs().add(Samples.run(id));
        begin(id);
        return id;
    }

    /** Begins the run as a worker does that was given it by the queue. */
    Claim begin(String id) {
        return ledger.claims().begin(entry(id));
    }

    /** The queue gives the run to somebody, whoever had it before. */
    QueueEntry entry(String runId) {
        String give = """
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, version)
                values ('run', ?, current_timestamp, true, 'node/1', 1)
                on conflict (task_name, task_instance) do update set version = scheduled_tasks.version + 1
                returning version""";
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(give)) {
            statement.setString(1, runId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new QueueEntry(runId, "node/1", row.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run that is TRANSFERRING and owns an export. */
    String transferring(String runId, String exportId) {
        begun(runId);
        Unclaimed.of(ledger).exports().take(Samples.manifest(exportId), "crm", runId);
        Unclaimed.of(ledger).runs().markTransferring(runId);
        return runId;
    }

    RunState state(String runId) {
        return ledger.runs().find(runId).orElseThrow().state();
    }

    ExportState exportState(String exportId) {
        return ledger.exports().find(exportId).orElseThrow().state();
    }

    DeliveryState deliveryState(String exportId, String destination) {
        return ledger.deliveries().find(exportId, destination).orElseThrow().state();
    }

    /** Of one dead delivery alone. */
    boolean replay(String exportId, String destination) {
        return ledger.database.write("replay", handle -> Deliveries.replay(handle, exportId, destination));
    }

    static void assertRefused(Runnable change, String... words) {
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, change::run);
        assertThat(failure).as("the change must be refused").isNotNull();
        assertThat(failure.code()).isEqualTo("ledger_transition");
        assertThat(failure).hasMessageContainingAll(words);
    }

    /** Does the same in eight threads at once. */
    static <T> List<T> atOnce(Callable<T> work) throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> results = IntStream.range(0, threads)
                    .mapToObj(index -> pool.submit(() -> {
                        start.await();
                        return work.call();
                    }))
                    .toList();
            List<T> values = new java.util.ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get());
            }
            return values;
        } finally {
            pool.shutdownNow();
        }
    }

    /** A clock that stands still until it is set. */
    static final class SettableClock extends Clock {
        private volatile Instant now = Samples.NIGHT.plusSeconds(60).plusMillis(123);

        void advanceSeconds(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
