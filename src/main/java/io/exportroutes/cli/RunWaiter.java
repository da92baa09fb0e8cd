package io.exportroutes.cli;

import io.exportroutes.cli.output.Progress;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Runs;
import io.exportroutes.view.RunView;
import java.time.Duration;
import java.util.List;

/** Waits until runs are settled, in this process or another, by their state in the ledger. */
final class RunWaiter {
    /** Between two looks: a twentieth of the time that the runs have taken so far, within these. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final int SHARE = 20;
    /** How often the other process is checked. */
    private static final int LOOKS_PER_CHECK = 20;

    /** Added to the longest deadline of a run, for the time before its first step and after its last. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final Session session;
    private final Progress progress;

    RunWaiter(Session session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /**
     * The runs at their end, in the order of their ids.
     *
     * @throws InterruptedException if the process is asked to stop
     * @throws PermanentFailure if a run was never started, or cannot end any more
     */
    List<RunView> await(List<String> runIds) throws InterruptedException {
        long began = System.nanoTime();
        RefreshInterval pace = new RefreshInterval(progress.isSeen(), began);
        News news = new News(silence());
        List<RunView> views = List.of();
        for (long look = 1; true; look++) {
            checkInterrupted();
            boolean atWork = look % LOOKS_PER_CHECK != 0 || session.atWork();
            List<Run> runs = read(runIds);
            boolean settled = runs.stream().allMatch(run -> run.state().settled());
            if (settled || pace.isDue(System.nanoTime())) {
                long begin = System.nanoTime();
                views = views(runs);
                progress.show(views);
                pace.viewed(begin, System.nanoTime());
            }
            if (settled) {
                return views;
            }
            checkAtWork(atWork, runIds);
            if (news.isMissing(runs, views)) {
                throw silent(runIds);
            }
            Thread.sleep(pauseMillis(Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    private static long pauseMillis(Duration soFar) {
        return Math.min(LONGEST.toMillis(), Math.max(SHORTEST.toMillis(), soFar.toMillis() / SHARE));
    }

    /** Since when no state has changed. */
    private static final class News {
        private final Duration longest;
        private List<Run> runs = List.of();
        private List<RunView> views = List.of();
        private long last = System.nanoTime();

        News(Duration longest) {
            this.longest = longest;
        }

        boolean isMissing(List<Run> runsNow, List<RunView> viewsNow) {
            long now = System.nanoTime();
            if (!runsNow.equals(runs) || !viewsNow.equals(views)) {
                runs = runsNow;
                views = viewsNow;
                last = now;
            }
            return now - last > longest.toNanos();
        }
    }

    private static PermanentFailure silent(List<String> runIds) {
        return new PermanentFailure(
                FailureCode.NO_NEWS,
                "No progress of " + String.join(", ", runIds) + " for longer than a run may take",
                "See its state: show " + runIds.get(0));
    }

    private void checkInterrupted() throws InterruptedException {
        if (session.interrupted()) {
            throw new InterruptedException("asked to stop");
        }
    }

    private void checkAtWork(boolean atWork, List<String> runIds) {
        if (!atWork) {
            throw new PermanentFailure(
                    FailureCode.SERVICE_STOPPED,
                    "The process that worked on this state folder has ended before its runs",
                    "Nothing is lost: they continue at the next start. See: show " + runIds.get(0));
        }
    }

    /** Only the runs' own rows: a fast read even for runs with many exports. */
    private List<Run> read(List<String> runIds) {
        Runs runs = session.context().ledger().runs();
        return runIds.stream()
                .map(id -> runs.find(id)
                        .orElseThrow(() -> new PermanentFailure(
                                FailureCode.RUN_NOT_BEGUN,
                                "Run " + id + " could not be put into the ledger",
                                "The log says why: run the command again with --verbose.")))
                .toList();
    }

    private List<RunView> views(List<Run> runs) {
        Ledger ledger = session.context().ledger();
        return runs.stream().map(run -> RunView.of(ledger, run)).toList();
    }

    private Duration silence() {
        return session.context().config().jobs().values().stream()
                .map(job -> job.limits().deadline())
                .max(Duration::compareTo)
                .map(longest -> longest.plus(GRACE))
                .orElse(GRACE);
    }
}
