package io.exportroutes.app;

import io.exportroutes.api.download.Downloader;
import io.exportroutes.config.Redactor;
import io.exportroutes.route.ApiCallHeaders;
import io.exportroutes.route.ArtifactDownloader;
import io.exportroutes.route.ArtifactFailures;
import io.exportroutes.route.BatchSender;
import io.exportroutes.route.DeliveryFailures;
import io.exportroutes.route.DeliveryPlanner;
import io.exportroutes.route.DeliveryQueues;
import io.exportroutes.route.DeliverySender;
import io.exportroutes.route.EnqueueFailures;
import io.exportroutes.route.ExportCollector;
import io.exportroutes.route.ExportRequester;
import io.exportroutes.route.FailedAttemptRecorder;
import io.exportroutes.route.FailureReader;
import io.exportroutes.route.FiringHandler;
import io.exportroutes.route.ListingReader;
import io.exportroutes.route.LogContext;
import io.exportroutes.route.Notices;
import io.exportroutes.route.RetryRecorder;
import io.exportroutes.route.RunFailures;
import io.exportroutes.route.RunLifecycle;
import io.exportroutes.route.SmallArtifacts;
import io.exportroutes.route.TimerFailures;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.RunServices;
import java.util.LinkedHashMap;
import java.util.Map;

/** The beans that the YAML routes call, by the names they call them. */
public final class RouteBeans {
    private RouteBeans() {}

    /** All of them, in a map that the caller may add to. */
    public static Map<String, Object> of(
            RunServices services, AppContext app, DeliveringRuns ends, Downloader downloader) {
        FailureReader failures = new FailureReader(services.config(), Redactor.of(services.config()), services.clock());
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("logContext", new LogContext());
        beans.put("firings", new FiringHandler(services));
        beans.put("runs", new RunLifecycle(services, ends, app.takeover()));
        beans.put("apiHeaders", new ApiCallHeaders());
        beans.put("exportRequester", new ExportRequester(services));
        beans.put("listingReader", new ListingReader(services));
        beans.put("exportCollector", new ExportCollector(services));
        beans.put("artifactDownloader", new ArtifactDownloader(services, downloader));
        ArtifactFailures artifactFailures = new ArtifactFailures(services, failures);
        beans.put("smallArtifacts", new SmallArtifacts(services, downloader, artifactFailures));
        beans.put("deliveryPlanner", new DeliveryPlanner(services));
        Notices notices = new Notices(services);
        DeliverySender sender = new DeliverySender(services, notices);
        beans.put("deliverySender", sender);
        DeliveryFailures outcomes = new DeliveryFailures(services, failures);
        beans.put("batchSender", new BatchSender(services, sender, outcomes));
        beans.put("notices", notices);
        beans.put("deliveryQueues", new DeliveryQueues(services.stopping()));
        beans.put("timerFailures", new TimerFailures(failures));
        beans.put("enqueueFailures", new EnqueueFailures(services, failures));
        beans.put("runFailures", new RunFailures(services, failures, ends));
        beans.put("artifactFailures", artifactFailures);
        beans.put("deliveryFailures", outcomes);
        beans.put("attemptFailed", new FailedAttemptRecorder(services, failures));
        beans.put("nextAttempt", new RetryRecorder(services, failures));
        return beans;
    }
}
