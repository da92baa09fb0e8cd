package io.exportroutes.metrics;

import io.exportroutes.api.ApiTraffic;
import io.exportroutes.ledger.RunState;
import io.exportroutes.readback.Result;
import io.exportroutes.run.Outcomes;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.Outcomes.Stage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** What this process did since its start: each counter has all of its labels from the beginning, at 0. */
final class ProcessMetrics {
    private static final String PREFIX = "export.routes.";

    private final MeterRegistry registry;

    ProcessMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(Outcomes outcomes, ApiTraffic traffic, LongSupplier skipped) {
        Arrays.stream(RunState.values()).filter(RunState::settled).forEach(state -> counter(
                        "runs", "Runs that ended, replays included", "outcome", word(state), outcomes)
                .apply(all -> all.runs(state) + (state == RunState.SKIPPED ? skipped.getAsLong() : 0)));
        for (DeliveryEnd end : DeliveryEnd.values()) {
            counter("deliveries", "Deliveries that ended", "outcome", word(end), outcomes)
                    .apply(all -> all.deliveries(end));
        }
        readBacks(outcomes);
        for (ApiTraffic.Status status : ApiTraffic.Status.values()) {
            counter("api.requests", "Requests to the API, by their answers", "status", status.word(), traffic)
                    .apply(all -> all.requests(status));
        }
        for (Stage stage : Stage.values()) {
            FunctionTimer.builder(
                            PREFIX + "stage.duration",
                            outcomes,
                            all -> all.times(stage),
                            all -> all.total(stage).toNanos(),
                            TimeUnit.NANOSECONDS)
                    .description("How long a stage of a run took that was passed")
                    .tag("stage", word(stage))
                    .register(registry);
        }
        FunctionCounter.builder(PREFIX + "notifications.failed", outcomes, Outcomes::failedNotifications)
                .description("Notifications that a channel did not take; they are tried again")
                .register(registry);
    }

    private void readBacks(Outcomes outcomes) {
        for (Result result : Result.values()) {
            counter("read.backs", "Copies that this process read back", "result", result.word(), outcomes)
                    .apply(all -> all.readBacks(result));
        }
    }

    /** Takes the function of a counter and registers it. */
    private interface Counting<T> {
        void apply(ToDoubleFunction<T> count);
    }

    private <T> Counting<T> counter(String name, String description, String label, String value, T source) {
        return count -> FunctionCounter.builder(PREFIX + name, source, count)
                .description(description)
                .tag(label, value)
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
