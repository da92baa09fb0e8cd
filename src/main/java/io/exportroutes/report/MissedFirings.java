package io.exportroutes.report;

import io.exportroutes.config.JobConfig.Timing;
import io.exportroutes.ledger.Pause;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The due times of a schedule for which there is no run. Those that follow each other are one gap. */
final class MissedFirings {
    private final Timing timing;
    private final List<Pause> pauses;
    private final long[] firings;
    private final Consumer<Missed> each;
    private @Nullable Missed open;

    /**
     * Several due times in a row.
     *
     * @param paused whether the job was paused
     */
    record Missed(Instant first, Instant last, long times, boolean paused) {}

    /** @param firings for which there are runs, in milliseconds and in order */
    MissedFirings(Timing timing, List<Pause> pauses, long[] firings, Consumer<Missed> each) {
        this.timing = timing;
        this.pauses = pauses;
        this.firings = firings;
        this.each = each;
    }

    void find(Instant from, Instant until) {
        Optional<Instant> due = timing.nextDue(from.minusMillis(1));
        while (due.isPresent() && due.get().isBefore(until)) {
            look(due.get());
            due = timing.nextDue(due.get());
        }
        close();
    }

    private void look(Instant due) {
        if (Arrays.binarySearch(firings, due.toEpochMilli()) >= 0) {
            close();
            return;
        }
        boolean paused = pauses.stream().anyMatch(pause -> pause.covers(due));
        Missed before = open;
        if (before == null || before.paused() != paused) {
            close();
            open = new Missed(due, due, 1, paused);
        } else {
            open = new Missed(before.first(), due, before.times() + 1, paused);
        }
    }

    private void close() {
        if (open != null) {
            each.accept(open);
            open = null;
        }
    }
}
