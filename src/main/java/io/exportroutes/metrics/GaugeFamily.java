package io.exportroutes.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;

/**
 * One gauge with a value for each set of labels, all of them set together. Reading them is a look into a map, and only other labels than
 * before are registered anew: ten thousand jobs cost a scrape little.
 */
final class GaugeFamily {
    private final MultiGauge gauge;
    private volatile Map<Tags, Double> values = Map.of();

    GaugeFamily(MeterRegistry registry, String name, String description) {
        this.gauge = MultiGauge.builder(name).description(description).register(registry);
    }

    /** From now on these are the values; other labels than these have none. */
    void set(Map<Tags, Double> present) {
        boolean others = !present.keySet().equals(values.keySet());
        values = present;
        if (others) {
            gauge.register(present.keySet().stream()
                    .map(tags -> MultiGauge.Row.of(tags, this, family -> family.value(tags)))
                    .toList());
        }
    }

    /** For a gauge without labels. */
    void set(double value) {
        set(Map.of(Tags.empty(), value));
    }

    private double value(Tags tags) {
        return values.getOrDefault(tags, Double.NaN);
    }
}
