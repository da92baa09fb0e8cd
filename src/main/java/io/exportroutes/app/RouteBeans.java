package io.exportroutes.app;

import io.exportroutes.api.download.Downloader;
import io.exportroutes.config.Redactor;
import io.exportroutes.route.ArtifactDownloader;
import io.exportroutes.route.DeliveryQueues;
import io.exportroutes.route.DeliverySender;
import io.exportroutes.route.ExportCollector;
import io.exportroutes.route.ExportRequester;
import io.exportroutes.route.FailedAttemptRecorder;
import io.exportroutes.route.FailureHandler;
import io.exportroutes.route.FailureReader;
import io.exportroutes.route.FiringHandler;
import io.exportroutes.route.ListingReader;
import io.exportroutes.route.RetryRecorder;
import io.exportroutes.route.RunLifecycle;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.RunServices;
import java.util.LinkedHashMap;
import java.util.Map;

/** The beans that the YAML routes call, by the names they call them. */
public final class RouteBeans {
    private RouteBeans() {}

    /** All of them, in a map that the caller may add to. */
    public static Map<String, Object> of(
            RunServices services, AppContext place, DeliveringRuns ends, Downloader downloader) {
        FailureReader failures = new FailureReader(services.config(), Redactor.of(services.config()));
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("firings", new FiringHandler(services));
        beans.put("runs", new RunLifecycle(services, place.enqueuer(), ends, place.takeover()));
        beans.put("requests", new ExportRequester(services));
        beans.put("listing", new ListingReader(services));
        beans.put("collect", new ExportCollector(services));
        beans.put("downloads", new ArtifactDownloader(services, downloader));
        beans.put("deliveries", new DeliverySender(services));
        beans.put("deliveryQueues", new DeliveryQueues(services.stopping()));
        beans.put("failures", new FailureHandler(services, failures, ends));
        beans.put("attemptFailed", new FailedAttemptRecorder(services, failures));
        beans.put("tryAgain", new RetryRecorder(services, failures));
        return beans;
    }
}
