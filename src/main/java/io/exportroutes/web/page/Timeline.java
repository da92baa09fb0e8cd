package io.exportroutes.web.page;

import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunParts;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.view.Formats;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run, each as a bar on one scale of time, with its length in words.
 *
 * @param steps in the order of the story
 */
record Timeline(List<Step> steps) {
    private static final double SCALE = 1000;
    private static final double NARROWEST = 4;

    /**
     * @param x and width of 1000
     * @param took null while it lasts
     */
    record Step(
            String name,
            long x,
            long width,
            @Nullable Moment from,
            @Nullable String took) {}

    static Timeline of(Run run, RunParts.Sums sums, ZoneId zone, Instant now) {
        RunProgress progress = run.progress();
        Instant queued = run.origin().createdAt();
        Instant started = progress.startedAt();
        Instant end = progress.finishedAt() == null ? now : progress.finishedAt();
        Scale scale = new Scale(queued, end, zone);
        List<Step> steps = new ArrayList<>();
        scale.add(steps, "waiting in the queue", queued, started == null ? end : started);
        if (started != null) {
            Instant verified = sums.verifiedAt();
            scale.add(steps, "export and download", started, verified == null ? end : verified);
            sums.arrivals()
                    .forEach((destination, last) -> scale.add(
                            steps,
                            (progress.finishedAt() == null ? "so far at " : "until all is at ") + destination,
                            started,
                            last));
        }
        return new Timeline(steps);
    }

    private record Scale(Instant from, Instant until, ZoneId zone) {
        void add(List<Step> steps, String name, Instant begin, Instant end) {
            double whole = Math.max(1, Duration.between(from, until).toMillis());
            double x = Math.min(SCALE, Duration.between(from, begin).toMillis() / whole * SCALE);
            double width = Math.max(NARROWEST, Duration.between(begin, end).toMillis() / whole * SCALE);
            steps.add(new Step(
                    name,
                    Math.round(Math.min(x, SCALE - NARROWEST)),
                    Math.round(Math.min(width, SCALE)),
                    Moment.of(begin, zone),
                    Formats.between(begin, end)));
        }
    }
}
