package io.exportroutes.route;

import io.exportroutes.api.Downloader;
import io.exportroutes.config.Redactor;
import io.exportroutes.schedule.Enqueuer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The beans that the YAML routes call, by the names they call them. */
public final class RouteBeans {
    private RouteBeans() {}

    /** All of them, in a map that the caller may add to. */
    public static Map<String, Object> of(Services services, Enqueuer enqueuer, RunEnds ends, Downloader downloader) {
        Failures failures = new Failures(services.config(), Redactor.of(services.config()));
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("schedule", new ScheduleSteps(services));
        beans.put("runs", new RunSteps(services, enqueuer, ends));
        beans.put("requests", new RequestSteps(services));
        beans.put("listing", new ListingSteps(services));
        beans.put("collect", new CollectSteps(services));
        beans.put("downloads", new DownloadSteps(services, downloader));
        beans.put("deliveries", new DeliverySteps(services));
        beans.put("deliveryQueues", new DeliveryQueues(services.stopping()));
        beans.put("failures", new FailureSteps(services, failures, ends));
        beans.put("attemptFailed", new AttemptFailed(services, failures));
        beans.put("tryAgain", new TryAgain(services, failures));
        return beans;
    }
}
