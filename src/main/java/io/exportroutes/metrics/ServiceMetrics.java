package io.exportroutes.metrics;

import io.exportroutes.api.ApiTraffic;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.run.RunServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The service's metrics (docs/operations.md). Counts are this process's own and always true; what schedules and ledger say is set by each
 * look for alarms, so that a scrape reads no ledger, and every node of a cluster says the same.
 */
public final class ServiceMetrics {
    private final RunServices services;
    private final ApiTraffic traffic;
    private final CopyMetrics copies;
    private final LedgerMetrics ledger;
    private final GaugeFamily spool;
    private final GaugeFamily free;
    private final GaugeFamily skew;
    private final GaugeFamily looked;

    /** @param skipped how many runs were SKIPPED before they began */
    public ServiceMetrics(MeterRegistry registry, RunServices services, ApiTraffic traffic, LongSupplier skipped) {
        this.services = services;
        this.traffic = traffic;
        new ProcessMetrics(registry).register(services.outcomes(), traffic, skipped);
        this.copies = new CopyMetrics(registry, services.config());
        this.ledger = new LedgerMetrics(registry, services.config(), services.ledger());
        this.spool = new GaugeFamily(registry, "export.routes.spool.bytes", "The size of the spool of this node");
        this.free = new GaugeFamily(registry, "export.routes.spool.free.bytes", "What is free on the spool's disk");
        this.skew = new GaugeFamily(
                registry, "export.routes.clock.skew.seconds", "By how much the clock is ahead of the API's");
        this.looked = new GaugeFamily(
                registry,
                "export.routes.last.look.timestamp.seconds",
                "When schedules and ledger were last looked at; all gauges are as of then");
    }

    /** @param expected what the look for alarms has found expected */
    public void refresh(List<ExpectedCopy> expected) {
        copies.refresh(expected);
        ledger.refresh();
        spool.set(services.spool().usedBytes());
        free.set(services.spool().usableBytes());
        traffic.skew().ifPresent(ahead -> skew.set(ahead.toMillis() / 1000.0));
        looked.set(CopyMetrics.seconds(services.clock().instant()));
    }
}
