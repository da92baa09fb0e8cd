package io.exportroutes.run;

import io.exportroutes.ledger.RunState;
import io.exportroutes.readback.Result;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What this process has brought to an end since its start, as counts: for metrics, which forget nothing until the next start. */
public final class Outcomes {
    /** The stages of a run that take time. */
    public enum Stage {
        /** One request for an export, with the search for one whose reply was lost. */
        REQUEST,
        /** Until the export is ready, or the listing is read. */
        COLLECT,
        /** One artifact, or a batch of small ones, into the spool, verified. */
        DOWNLOAD,
        /** One artifact, or a batch of small ones, to one destination, with its retries. */
        DELIVER
    }

    /** How a delivery ended. */
    public enum DeliveryEnd {
        DELIVERED,
        DEAD
    }

    private final Map<RunState, LongAdder> runs = adders(RunState.class);
    private final Map<DeliveryEnd, LongAdder> deliveries = adders(DeliveryEnd.class);
    private final Map<Stage, LongAdder> times = adders(Stage.class);
    private final Map<Stage, LongAdder> nanos = adders(Stage.class);
    private final Map<Result, LongAdder> readBacks = adders(Result.class);
    private final LongAdder failedNotifications = new LongAdder();

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> type) {
        Map<K, LongAdder> adders = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    public void settled(RunState state) {
        add(runs, state, 1);
    }

    public void ended(DeliveryEnd end, int number) {
        add(deliveries, end, number);
    }

    public void took(Stage stage, Duration time) {
        add(times, stage, 1);
        add(nanos, stage, time.toNanos());
    }

    /** A copy was read back. */
    public void readBack(Result result) {
        add(readBacks, result, 1);
    }

    /** A channel did not take what it was to be told; it is tried again. */
    public void notificationFailed() {
        failedNotifications.increment();
    }

    /** How many runs this process settled so; a replay is settled once more. */
    public long runs(RunState state) {
        return sum(runs, state);
    }

    public long deliveries(DeliveryEnd end) {
        return sum(deliveries, end);
    }

    public long readBacks(Result result) {
        return sum(readBacks, result);
    }

    /** How often the stage was passed. */
    public long times(Stage stage) {
        return sum(times, stage);
    }

    /** How long it took in all. */
    public Duration total(Stage stage) {
        return Duration.ofNanos(sum(nanos, stage));
    }

    public long failedNotifications() {
        return failedNotifications.sum();
    }

    private static <K extends Enum<K>> void add(Map<K, LongAdder> adders, K key, long number) {
        Objects.requireNonNull(adders.get(key)).add(number);
    }

    private static <K extends Enum<K>> long sum(Map<K, LongAdder> adders, K key) {
        return Objects.requireNonNull(adders.get(key)).sum();
    }
}
