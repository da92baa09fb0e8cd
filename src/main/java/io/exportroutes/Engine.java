package io.exportroutes;

import io.exportroutes.api.Downloader;
import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.KameletCatalog;
import io.exportroutes.config.Placeholders;
import io.exportroutes.config.Redactor;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.route.AttemptFailed;
import io.exportroutes.route.CollectSteps;
import io.exportroutes.route.DeliverySteps;
import io.exportroutes.route.DownloadSteps;
import io.exportroutes.route.FailureSteps;
import io.exportroutes.route.Failures;
import io.exportroutes.route.InFlight;
import io.exportroutes.route.ListingSteps;
import io.exportroutes.route.RequestSteps;
import io.exportroutes.route.RunSteps;
import io.exportroutes.route.ScheduleSteps;
import io.exportroutes.route.Services;
import io.exportroutes.route.Stopping;
import io.exportroutes.route.TryAgain;
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunQueue;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.spool.Spool;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that works on one state folder: ledger, spool, queue, workers and routes. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** A run is taken up again at most this often in a row, to ask for a new export. */
    private static final int PASSES = 3;

    private final Services services;
    private final RunQueue queue;
    private final ExecutorService downloadPool;
    private final CamelRuntime camel;
    private final EngineLock lock;

    private Engine(EngineOptions options, EngineLock lock, Workplace place) {
        this.lock = lock;
        this.services = place.services(options);
        this.queue = place.queue();
        this.downloadPool = Executors.newFixedThreadPool(services.config().limits().downloads());
        this.camel = new CamelRuntime(options, services.config(), beans());
    }
}
