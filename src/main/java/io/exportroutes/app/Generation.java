package io.exportroutes.app;

import io.exportroutes.alarm.AlarmWatch;
import io.exportroutes.alarm.Notifier;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.archive.Archives;
import io.exportroutes.config.Redactor;
import io.exportroutes.heartbeat.DueHeartbeats;
import io.exportroutes.kamelet.api.ApiRequests;
import io.exportroutes.ledger.Run;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.route.AlarmLooks;
import io.exportroutes.route.CustodyKeeper;
import io.exportroutes.route.CustodyPolicy;
import io.exportroutes.route.DeadLetterReplayer;
import io.exportroutes.route.DeliveryPolicy;
import io.exportroutes.route.FailureReader;
import io.exportroutes.route.HeartbeatClient;
import io.exportroutes.route.HeartbeatSender;
import io.exportroutes.route.HistoryPruner;
import io.exportroutes.route.Housekeeping;
import io.exportroutes.route.NotificationSender;
import io.exportroutes.route.ReadBackDrill;
import io.exportroutes.route.ReloadRequests;
import io.exportroutes.route.RetentionKeeper;
import io.exportroutes.route.SchemaDrifts;
import io.exportroutes.route.SpoolCleaner;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.RunServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that works by one reading of exports.yaml: beans, routes, and the runs that began by it. After a reload the next one begins
 * beside it, as another node would, and this one takes nothing new and ends with its last run (docs/decisions/0032).
 */
final class Generation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final AppContext app;
    private final Workplace place;
    private final RunServices services;
    private final ApiGate gate;
    private final Downloader downloader;
    private final ExecutorService downloadPool;
    private final DeliveringRuns deliveringRuns;
    private final CamelRuntime camel;

    private Generation(int number, AppContext app, Workplace place, ReloadRequests reloads) {
        this.app = app;
        this.place = place;
        this.services = place.services(app);
        this.gate = place.gate(app.config());
        this.downloader = new Downloader(app.config().api(), app.clock(), gate);
        this.downloadPool = Executors.newCachedThreadPool();
        this.deliveringRuns = new DeliveringRuns(services, app.queue());
        Map<String, Object> beans = RouteBeans.of(services, app, deliveringRuns, downloader);
        addBeans(beans);
        beans.put("reloads", reloads);
        if (number == 1) {
            recover();
        }
        if (app.options().fires()) {
            app.firings().begin();
        }
        try {
            this.camel = new CamelRuntime(new CamelRuntime.Setup(number, app, place.door(), deliveringRuns), beans);
        } catch (RuntimeException e) {
            stopWork();
            throw e;
        }
    }

    /**
     * Starts it.
     *
     * @param number 1 for the one with which the process begins
     * @param reloads the bean of the route that looks for requests to reload
     * @throws io.exportroutes.failure.ExportFailure if it cannot be started; then nothing of it is left
     */
    static Generation begin(int number, AppContext app, Workplace place, ReloadRequests reloads) {
        Generation generation = new Generation(number, app, place, reloads);
        try {
            if (app.options().fires()) {
                app.expectedCopies().begin();
            }
            generation.deliveringRuns.start();
            place.goBy(app.config(), generation.gate);
            return generation;
        } catch (RuntimeException e) {
            generation.close();
            throw e;
        }
    }

    private void addBeans(Map<String, Object> beans) {
        beans.put("downloadPool", downloadPool);
        beans.put("deliveryPolicy", new DeliveryPolicy(services, app::memoryOf));
        beans.put(ApiRequests.GATE, gate);
        beans.put(
                "deadLetterReplayer",
                new DeadLetterReplayer(app.deadLetters(), app.config().service().replay()));
        FailureReader failures = new FailureReader(app.config(), Redactor.of(app.config()), app.clock());
        beans.put("alarms", new AlarmLooks(new AlarmWatch(app.config(), app.ledger(), app.clock()), served(beans)));
        beans.put(
                "notifications",
                new NotificationSender(
                        new Notifier(app.config(), app.ledger(), app.clock(), app.node()),
                        failures,
                        services.outcomes()));
        beans.put(
                "heartbeats",
                new HeartbeatSender(new DueHeartbeats(app.config(), app.ledger(), app.clock()), failures));
        beans.put("heartbeatClient", new HeartbeatClient());
        beans.put("housekeeping", new Housekeeping(services, app.queue(), app.firings()));
        beans.put("historyPruner", new HistoryPruner(services));
        addKeepers(beans, failures);
    }

    /** Those who look after copies once they are delivered. */
    private void addKeepers(Map<String, Object> beans, FailureReader failures) {
        Function<CamelContext, Archives> archives =
                running -> new KameletArchives(app.options(), app.config(), () -> KameletCaller.in(running, failures));
        beans.put("retention", new RetentionKeeper(app.config(), app.ledger(), app.clock(), archives));
        beans.put("custody", new CustodyKeeper(services, archives));
        beans.put("custodyPolicy", new CustodyPolicy(app::memoryOf));
        beans.put(
                "readBacks",
                new ReadBackDrill(services, app.options().state().resolve("read-back"), failures, archives));
        beans.put(
                "drifts",
                new SchemaDrifts(
                        app.config(), app.ledger(), app.clock(), new SchemaDrifts.Places(archives, app::memoryOf)));
    }

    /** Adds the beans of health and metrics; what a look for alarms sees is what metrics tell. */
    private Consumer<List<ExpectedCopy>> served(Map<String, Object> beans) {
        if (!app.options().serves()) {
            return copies -> {};
        }
        HealthChecks.addTo(beans, services.stopping(), place.ledgerProbe());
        return Meters.addTo(beans, app, services, gate.traffic())::refresh;
    }

    /** Queues unfinished runs that are on no queue, before the routes take anything from it. */
    private void recover() {
        SpoolCleaner.releaseAllSettled(services);
        SpoolCleaner.reportLeftovers(services);
        // One that is on the queue waits for its turn, or another node has it.
        for (Run run : services.ledger().runs().unqueued()) {
            LOG.info("Run {} is unfinished ({})", run.id(), run.state());
            app.queue().enqueue(run.id(), services.clock().instant());
        }
    }

    AppContext app() {
        return app;
    }

    RunServices services() {
        return services;
    }

    ApiGate gate() {
        return gate;
    }

    CamelRuntime camel() {
        return camel;
    }

    /** Another one has begun: nothing new begins here, by schedule, by queue or by call, and what is in hand goes on. */
    void retire() {
        camel.retire();
    }

    /** Whether nothing is in hand here any more. */
    boolean isIdle() {
        return camel.isIdle() && deliveringRuns.isIdle() && services.inFlight().isQuiet();
    }

    /** Ends its work on runs; the routes still run. */
    void stopWork() {
        deliveringRuns.close();
        downloader.close();
        downloadPool.shutdownNow();
    }

    /** To be called with the moment since when it takes nothing new. */
    void endFirings(Instant stopped) {
        if (app.options().fires()) {
            app.firings().end(stopped);
        }
    }

    @Override
    public void close() {
        stopWork();
        camel.close();
    }
}
