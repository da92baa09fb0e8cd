package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Three nodes with one ledger: whoever fires or catches up, each scheduled time makes one run. */
abstract class SeveralNodesContract extends FiringsFixture {
    private static final int NODES = 3;
    private static final Instant LAST = time("2026-06-04T00:30:00Z");

    @Test
    void aFiringOfEachNodeMakesOneRun() throws Exception {
        firings.begin();
        clock.set(LAST);

        onEachNode(() -> fire(LAST));

        assertThat(due()).containsExactly(LAST);
        assertThat(queue.contains(runs().get(0).id())).isTrue();
    }

    @Test
    void nodesThatStartAfterADowntimeCatchUpWithOneRun() throws Exception {
        firings.begin();
        clock.step(Duration.ofDays(3));

        onEachNode(this::startAndCatchUp);

        assertThat(due()).containsExactly(LAST);
        assertThat(runs()).extracting(run -> run.origin().trigger()).containsExactly("catch-up");
        startAndCatchUp();
        assertThat(due()).hasSize(1);
    }

    @Test
    void nodesThatSkipWhatWasMissedMakeNone() throws Exception {
        use(job("30 2 * * *", MissedRuns.SKIP, Overlap.SKIP, Duration.ZERO));
        firings.begin();
        clock.step(Duration.ofDays(3));

        onEachNode(this::startAndCatchUp);

        assertThat(due()).isEmpty();
    }

    /** One starts a moment before the next time, the other a moment after it. */
    @Test
    void nodesThatStartOnEitherSideOfAFiringMakeOneRunOfEachTime() {
        firings.begin();
        Instant next = LAST.plus(Duration.ofDays(1));
        Firings early = new Firings(config(), ledger.schedules(), new SteppedClock(next.minusMillis(100)));
        Firings late = new Firings(config(), ledger.schedules(), new SteppedClock(next.plusMillis(100)));
        early.begin();
        late.begin();
        List<RunRequest> ofEarly = early.missed();
        List<RunRequest> ofLate = late.missed();

        clock.set(next.plusMillis(100));
        ofLate.forEach(this::take);
        ofEarly.forEach(this::take);
        fire(next);

        assertThat(due()).containsExactly(LAST, next);
    }

    @Test
    void aPauseHoldsOnEachNodeAndItsEndMakesUpForItOnce() throws Exception {
        firings.begin();
        assertThat(firings.pause("nightly")).isTrue();
        clock.set(LAST);
        onEachNode(() -> fire(LAST));
        assertThat(due()).isEmpty();

        onEachNode(() -> {
            firings.missedInPause("nightly").ifPresent(this::take);
            firings.resume("nightly");
        });

        assertThat(due()).containsExactly(LAST);
    }

    /** The others find it in the ledger already, settled. */
    @Test
    void aRunThatIsSkippedIsSkippedOnce() throws Exception {
        firings.begin();
        clock.set(LAST.minus(Duration.ofDays(1)));
        fire(clock.instant());
        clock.set(LAST);

        onEachNode(() -> fire(LAST));

        assertThat(runs()).hasSize(2);
        assertThat(runs()).filteredOn(run -> run.state() == RunState.SKIPPED).hasSize(1);
        assertThat(runs())
                .filteredOn(run -> run.state() == RunState.SKIPPED)
                .allMatch(run -> !queue.contains(run.id())
                        && "overlap".equals(run.failure().code()));
    }

    private void startAndCatchUp() {
        Firings node = new Firings(config(), ledger.schedules(), clock);
        node.begin();
        node.missed().forEach(this::take);
    }

    private List<Run> runs() {
        return ledger.runs().recent("nightly", 100);
    }

    /** All at once, each in a thread of its own. */
    private static void onEachNode(Runnable work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(NODES);
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                all.add(nodes.submit(() -> {
                    start.await();
                    work.run();
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            nodes.shutdownNow();
        }
    }
}
