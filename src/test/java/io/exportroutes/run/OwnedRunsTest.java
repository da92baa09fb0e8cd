package io.exportroutes.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.RevocableContent;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a node no longer has a run, and what ends then. */
@SuppressWarnings("NullAway.Init")
public class OwnedRunsTest {
    private static final Duration TERM = Duration.ofHours(1);

    private final SteppedClock clock = new SteppedClock(Samples.NIGHT);
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private Ledger ledger;
    private OwnedRuns ownedRuns;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
        ledger.runs().add(Samples.run("r1"));
        ownedRuns = new OwnedRuns(ledger, new Lease(TERM, clock));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aNodeThatStoodStillForLongerThanItsLeaseHasLostItsRuns() throws Exception {
        QueueEntry entry = entry(1);
        OwnedRun ownedRun = ownedRuns.begin(entry, false);
        ownedRun.onLoss(brokenOff::countDown);
        clock.step(TERM);
        assertThat(ownedRun.lost()).isNull();

        clock.step(Duration.ofMillis(1));
        ownedRuns.expire();

        assertThat(brokenOff.await(60, TimeUnit.SECONDS)).isTrue();
        assertLost(() -> ownedRuns.check(entry), "lease_lost");
        ownedRuns.renewLease();
        assertLost(() -> ownedRuns.check(entry), "lease_lost");
    }

    @Test
    void anAnswerOfTheLedgerRenewsTheLease() throws Exception {
        OwnedRun ownedRun = ownedRuns.begin(entry(1), false);
        for (int look = 0; look < 5; look++) {
            clock.step(TERM);
            ownedRuns.renewLease();
        }

        assertThat(ownedRun.lost()).isNull();
    }

    @Test
    void aLookFindsWhatAnotherNodeHasBegun() throws Exception {
        QueueEntry entry = entry(1);
        OwnedRun ownedRun = ownedRuns.begin(entry, false);
        ownedRun.onLoss(brokenOff::countDown);
        new OwnedRuns(ledger, new Lease(TERM, clock)).begin(entry(2), false);

        ownedRuns.renewLease();

        assertThat(brokenOff.await(60, TimeUnit.SECONDS)).isTrue();
        assertLost(() -> ownedRuns.check(entry), "taken_over");
    }

    @Test
    void aRefusedWriteIsNoticedByAllWorkOnTheRun() throws Exception {
        QueueEntry entry = entry(1);
        OwnedRun ownedRun = ownedRuns.begin(entry, false);
        ownedRun.onLoss(brokenOff::countDown);
        new OwnedRuns(ledger, new Lease(TERM, clock)).begin(entry(2), false);

        assertLost(() -> ownedRun.ledger().runs().settle("r1", RunState.FAILED, null), "taken_over");

        assertThat(brokenOff.await(60, TimeUnit.SECONDS)).isTrue();
        assertLost(ownedRun::check, "taken_over");
        assertThat(ledger.runs().find("r1").orElseThrow().state()).isEqualTo(RunState.EXPORTING);
    }

    @Test
    void whoIsNoLongerGivenTheRunHearsOfIt() throws Exception {
        QueueEntry old = entry(1);
        entry(2);

        assertLost(() -> ownedRuns.begin(old, false), "taken_over");
        assertLost(() -> ownedRuns.check(old), "taken_over");
        ownedRuns.end(old);
        ownedRuns.check(old);
    }

    /** However far the destination's client has read: the next byte is refused. */
    @Test
    void aStreamThatIsOpenGivesNothingMoreOnceTheRunIsLost() throws Exception {
        OwnedRun ownedRun = ownedRuns.begin(entry(1), false);
        BytesContent whole = new BytesContent(new byte[100], "text/plain", Map.of());
        RevocableContent content = new RevocableContent(whole, ownedRun.claim().fence(), null, ownedRun::lost);
        assertThat(content.fence()).isEqualTo(1);
        try (InputStream bytes = content.open()) {
            assertThat(bytes.readNBytes(99)).hasSize(99);
            clock.step(TERM.plusMillis(1));

            assertThatThrownBy(bytes::read).isInstanceOf(IOException.class).hasCauseInstanceOf(TakenOverFailure.class);
            assertThatThrownBy(content::awaitVerified).hasCauseInstanceOf(TakenOverFailure.class);
        }
    }

    @Test
    void aLedgerOfOneNodeHasNoLease() throws Exception {
        ownedRuns = new OwnedRuns(ledger, new Lease(null, clock));
        OwnedRun ownedRun = ownedRuns.begin(entry(1), false);
        clock.step(Duration.ofDays(7));

        assertThat(ownedRun.lost()).isNull();
    }

    private static void assertLost(Runnable work, String code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(TakenOverFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }

    /** The queue gives the run to somebody for the so-many-th time. */
    private QueueEntry entry(long version) throws SQLException {
        return entry(ledger, version);
    }

    public static QueueEntry entry(Ledger ledger, long version) throws SQLException {
        String give = """
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, version)
                values ('run', 'r1', 0, true, 'node/1', ?)
                on conflict (task_name, task_instance) do update set version = excluded.version""";
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(give)) {
            statement.setLong(1, version);
            statement.executeUpdate();
        }
        return new QueueEntry("r1", "node/1", version);
    }
}
