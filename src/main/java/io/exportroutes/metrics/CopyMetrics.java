package io.exportroutes.metrics;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.LastCopy;
import io.exportroutes.overdue.ExpectedCopy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each job promises at each of its destinations, and what is there. A time that there is not has no value: never 0. */
final class CopyMetrics {
    private static final String JOB = "export_job";

    private final ExportsConfig config;
    private final GaugeFamily due;
    private final GaugeFamily success;
    private final GaugeFamily paused;
    private final GaugeFamily bytes;

    CopyMetrics(MeterRegistry registry, ExportsConfig config) {
        this.config = config;
        this.due = new GaugeFamily(
                registry,
                "export.routes.delivery.due.timestamp.seconds",
                "From when on the next copy counts as overdue; while the job is paused, as if it were not");
        this.success = new GaugeFamily(
                registry, "export.routes.delivery.last.success.timestamp.seconds", "When the last copy arrived");
        this.paused = new GaugeFamily(registry, "export.routes.job.paused", "1 while the job is paused");
        this.bytes = new GaugeFamily(
                registry, "export.routes.artifact.bytes", "The last artifact of a job that makes its own exports");
    }

    void refresh(List<ExpectedCopy> copies) {
        Map<Tags, Double> dueAt = new HashMap<>();
        Map<Tags, Double> arrivedAt = new HashMap<>();
        Map<Tags, Double> pauses = new HashMap<>();
        Map<String, LastCopy> newest = new HashMap<>();
        for (ExpectedCopy copy : copies) {
            Tags job = Tags.of(JOB, copy.place().job());
            Tags place = job.and("destination", copy.place().destination());
            due(copy).ifPresent(time -> dueAt.put(place, seconds(time)));
            arrived(copy).ifPresent(time -> arrivedAt.put(place, seconds(time)));
            pauses.put(job, copy.paused() == null ? 0.0 : 1.0);
            LastCopy last = copy.last();
            if (last != null) {
                newest.merge(copy.place().job(), last, CopyMetrics::newer);
            }
        }
        due.set(dueAt);
        success.set(arrivedAt);
        paused.set(pauses);
        bytes.set(sizes(newest));
    }

    /** The alarms tell a pause that hides a missing copy from a copy that is missing; so do the rules, by {@code job_paused}. */
    private static Optional<Instant> due(ExpectedCopy copy) {
        ExpectedCopy.Paused pause = copy.paused();
        return Optional.ofNullable(
                pause != null && copy.overdueFrom() == null ? pause.overdueFrom() : copy.overdueFrom());
    }

    /** A sweep that finds nothing new is as good as a copy. */
    private static Optional<Instant> arrived(ExpectedCopy copy) {
        @Nullable LastCopy last = copy.last();
        return Stream.of(copy.goodAsOf(), last == null ? null : last.deliveredAt())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Instant::compareTo);
    }

    private static LastCopy newer(LastCopy one, LastCopy other) {
        return other.scheduledFor().isAfter(one.scheduledFor()) ? other : one;
    }

    /** What a sweep finds is not to be compared with what it found before. */
    private Map<Tags, Double> sizes(Map<String, LastCopy> newest) {
        Map<Tags, Double> sizes = new HashMap<>();
        newest.forEach((job, last) -> {
            if (config.job(job).request().kind() != ExportKind.EXISTING) {
                sizes.put(Tags.of(JOB, job), (double) last.stored().size());
            }
        });
        return sizes;
    }

    static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
