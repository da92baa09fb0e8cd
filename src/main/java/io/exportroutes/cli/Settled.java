package io.exportroutes.cli;

import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.ledger.Ledger;
import java.time.Duration;
import java.util.List;

/** Waits until runs are settled: whoever works on them, the ledger knows. */
final class Settled {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Whether the other process still lives is asked every other second. */
    private static final int LOOKS_PER_CHECK = 20;

    /** Beyond the longest deadline of a run: for what comes before its first step and after its last. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final Session session;
    private final Progress progress;

    Settled(Session session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /**
     * The runs at their end, in the order of their ids.
     *
     * @throws InterruptedException where the process is asked to stop
     * @throws FinalFailure where a run was never begun, or nothing more will happen to it
     */
    List<RunView> await(List<String> runIds) throws InterruptedException {
        List<RunView> seen = List.of();
        long lastNews = System.nanoTime();
        long silence = silence().toNanos();
        for (long look = 1; true; look++) {
            checkInterrupted();
            boolean atWork = look % LOOKS_PER_CHECK != 0 || session.atWork();
            List<RunView> views = look(runIds);
            progress.show(views);
            if (views.stream().allMatch(RunView::settled)) {
                return views;
            }
            checkAtWork(atWork, runIds);
            if (!views.equals(seen)) {
                seen = views;
                lastNews = System.nanoTime();
            } else if (System.nanoTime() - lastNews > silence) {
                throw new FinalFailure(
                        "no_news",
                        "Nothing has been heard of " + String.join(", ", runIds) + " for longer than a run may take",
                        "See where it stands: show " + runIds.get(0));
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void checkInterrupted() throws InterruptedException {
        if (session.interrupted()) {
            throw new InterruptedException("asked to stop");
        }
    }

    private void checkAtWork(boolean atWork, List<String> runIds) {
        if (!atWork) {
            throw new FinalFailure(
                    "service_stopped",
                    "The process that worked on this state folder has ended before its runs",
                    "Nothing is lost: they go on at the next start. See: show " + runIds.get(0));
        }
    }

    private List<RunView> look(List<String> runIds) {
        Ledger ledger = session.place().ledger();
        return runIds.stream()
                .map(id -> RunView.find(ledger, id)
                        .orElseThrow(() -> new FinalFailure(
                                "run_not_begun",
                                "Run " + id + " could not be put into the ledger",
                                "The log says why: run the command again with --verbose.")))
                .toList();
    }

    private Duration silence() {
        return session.place().config().jobs().values().stream()
                .map(JobConfig::deadline)
                .max(Duration::compareTo)
                .map(longest -> longest.plus(GRACE))
                .orElse(GRACE);
    }
}
