package io.exportroutes.web.page;

import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.view.Formats;
import io.exportroutes.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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

    static Timeline of(RunView view, ZoneId zone, Instant now) {
        RunProgress progress = view.run().progress();
        Instant queued = view.run().origin().createdAt();
        Instant started = progress.startedAt();
        Instant end = progress.finishedAt() == null ? now : progress.finishedAt();
        Scale scale = new Scale(queued, end, zone);
        List<Step> steps = new ArrayList<>();
        scale.add(steps, "waiting in the queue", queued, started == null ? end : started);
        if (started != null) {
            Optional<Instant> verified = verified(view);
            scale.add(steps, "export and download", started, verified.orElse(end));
            verified.ifPresent(at -> view.deliveries().stream()
                    .filter(delivery -> delivery.receipt().deliveredAt() != null)
                    .map(delivery -> delivery.destination())
                    .distinct()
                    .forEach(destination -> scale.add(
                            steps, "until all is at " + destination, started, lastArrival(view, destination))));
        }
        return new Timeline(steps);
    }

    private static Optional<Instant> verified(RunView view) {
        return view.exports().stream()
                .map(ExportEntry::bytes)
                .flatMap(bytes -> Stream.ofNullable(bytes.verifiedAt()))
                .max(Comparator.naturalOrder());
    }

    private static @Nullable Instant lastArrival(RunView view, String destination) {
        return view.deliveries().stream()
                .filter(delivery -> delivery.destination().equals(destination))
                .map(delivery -> delivery.receipt().deliveredAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private record Scale(Instant from, Instant until, ZoneId zone) {
        void add(List<Step> steps, String name, Instant begin, @Nullable Instant end) {
            if (end == null) {
                return;
            }
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
