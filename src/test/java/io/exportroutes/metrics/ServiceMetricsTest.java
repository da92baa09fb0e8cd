package io.exportroutes.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.LastCopy;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.overdue.ExpectedCopy.Paused;
import io.exportroutes.testing.PrometheusText;
import io.exportroutes.testing.PrometheusText.Series;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMetricsTest {
    private static final Instant FIRING = Instant.parse("2026-02-01T02:00:00Z");
    private static final Instant ARRIVED = FIRING.plusSeconds(60);
    private static final Instant DUE = FIRING.plusSeconds(90_000);
    private static final Map<String, String> NIGHTLY = Map.of("export_job", "nightly", "destination", "archive");
    private static final String DUE_AT = "export_routes_delivery_due_timestamp_seconds";
    private static final String ARRIVED_AT = "export_routes_delivery_last_success_timestamp_seconds";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void whatNeverArrivedIsDueAndHasNoTimeOfArrival() {
        Map<Series, Double> page = page(copy("nightly", null, DUE, null));

        assertThat(page)
                .containsEntry(new Series(DUE_AT, NIGHTLY), DUE.getEpochSecond() * 1.0)
                .containsEntry(new Series("export_routes_job_paused", Map.of("export_job", "nightly")), 0.0)
                .hasSize(2);
    }

    @Test
    void whatArrivedSaysWhenAndHowMuch() {
        Map<Series, Double> page = page(copy("nightly", FIRING, DUE, null));

        assertThat(page)
                .containsEntry(new Series(ARRIVED_AT, NIGHTLY), ARRIVED.getEpochSecond() * 1.0)
                .containsEntry(new Series("export_routes_artifact_bytes", Map.of("export_job", "nightly")), 7.0);
    }

    @Test
    void aPauseLeavesTheTimeThatThereWouldBeWithoutIt() {
        Map<Series, Double> page = page(copy("nightly", FIRING, null, new Paused(ARRIVED, DUE)));

        assertThat(page)
                .containsEntry(new Series(DUE_AT, NIGHTLY), DUE.getEpochSecond() * 1.0)
                .containsEntry(new Series("export_routes_job_paused", Map.of("export_job", "nightly")), 1.0);
    }

    @Test
    void whatWasOverdueBeforeItsPauseStaysSo() {
        Map<Series, Double> page = page(copy("nightly", FIRING, DUE, new Paused(DUE.plusSeconds(9), DUE)));

        assertThat(page).containsEntry(new Series(DUE_AT, NIGHTLY), DUE.getEpochSecond() * 1.0);
    }

    @Test
    void whatIsNotExpectedIsNeverDue() {
        assertThat(page(copy("shape", null, null, null)).keySet())
                .extracting(Series::name)
                .containsExactly("export_routes_job_paused");
    }

    /** One sweep finds one small export, the next a large one: neither is a loss. */
    @Test
    void aSweepHasNoSizeAndOneThatFoundNothingIsASuccess() {
        Map<Series, Double> page = page(copy("sweep", DUE, null, null));

        assertThat(page.keySet()).extracting(Series::name).doesNotContain("export_routes_artifact_bytes");
        assertThat(page.get(new Series(ARRIVED_AT, Map.of("export_job", "sweep", "destination", "archive"))))
                .as("its last complete run is later than its last copy")
                .isEqualTo(DUE.getEpochSecond() * 1.0);
    }

    @Test
    void tenThousandJobsAreRegisteredOnce() {
        AtomicInteger registered = new AtomicInteger();
        registry.config().onMeterAdded(meter -> registered.incrementAndGet());
        registry.config().onMeterRemoved(meter -> registered.incrementAndGet());
        GaugeFamily family = new GaugeFamily(registry, "export.routes.many", "Many");

        family.set(values(10_000, 1));
        family.set(values(10_000, 2));

        assertThat(registered).hasValue(10_000);
        assertThat(PrometheusText.parse(registry.scrape()).samples())
                .hasSize(10_000)
                .allSatisfy((series, value) -> assertThat(value).isEqualTo(2));

        family.set(values(9_999, 3));
        assertThat(PrometheusText.parse(registry.scrape()).samples())
                .as("what is gone is not said any more")
                .hasSize(9_999);
    }

    private static Map<Tags, Double> values(int number, double value) {
        Map<Tags, Double> values = new HashMap<>();
        for (int at = 0; at < number; at++) {
            values.put(Tags.of("export_job", "job-" + at), value);
        }
        return values;
    }

    private Map<Series, Double> page(ExpectedCopy copy) {
        ExportsConfig config = new SampleConfig().read(folder).orThrow();
        new CopyMetrics(registry, config).refresh(List.of(copy));
        return PrometheusText.parse(registry.scrape()).samples();
    }

    /** @param good of which firing the newest good copy, or complete sweep, is; the newest copy is always that of the firing */
    private static ExpectedCopy copy(
            String job, @Nullable Instant good, @Nullable Instant due, @Nullable Paused paused) {
        LastCopy last = new LastCopy("r1", "exp_1", FIRING, ARRIVED, new LastCopy.Stored("there", 7, "ab"));
        return new ExpectedCopy(new CopyPlace(job, "archive"), good, good == null ? null : last, due, paused);
    }
}
