package io.exportroutes.app;

import io.exportroutes.api.ApiTraffic;
import io.exportroutes.metrics.ServiceMetrics;
import io.exportroutes.route.StageTimes;
import io.exportroutes.route.Versions;
import io.exportroutes.run.RunServices;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** The one registry of metrics: Camel's own are in it as well, as it takes the bean of this name. */
final class Meters {
    /** Under this name Camel looks for one before it makes its own. */
    private static final String REGISTRY = "metricsRegistry";

    private Meters() {}

    /** Adds the beans that count and serve; to be called for a service alone. */
    static ServiceMetrics addTo(Map<String, Object> beans, AppContext app, RunServices services, ApiTraffic traffic) {
        MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("export.routes.build.info", () -> 1)
                .description("The versions of this program and of Java")
                .tag("version", Versions.PROGRAM)
                .tag("java", Runtime.version().toString())
                .register(registry);
        beans.put(REGISTRY, registry);
        beans.put("stageTimes", new StageTimes(services.outcomes()));
        return new ServiceMetrics(registry, services, traffic, app.enqueuer()::skipped);
    }
}
