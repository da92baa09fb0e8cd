package io.exportroutes.route;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.api.CallLimit;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.ledger.DeliveryPlan;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Samples;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.Lease;
import io.exportroutes.run.Outcomes;
import io.exportroutes.run.OwnedRuns;
import io.exportroutes.run.OwnedRunsTest;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.run.ShutdownSignal;
import io.exportroutes.spool.Spool;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The run r1 in this process's hands, over a real ledger and spool and without an engine: each step is the test's own. */
public final class RunAtWork implements AutoCloseable {
    public static final String CONFIG = """
            version: 1
            api: {base-url: "http://127.0.0.1:1", token: pat_x, max-concurrent: 1}
            destinations:
              mirror: {type: file, directory: "%s"}
            jobs:
              crm-nightly: {project: crm, export: database, destinations: [mirror], deadline: 2h}
              crm-sweep: {project: crm, export: existing, destinations: [mirror]}
            """;

    public final SteppedClock clock = new SteppedClock(Samples.NIGHT);
    final Path spoolFolder;
    public final AppContext place;
    public final Ledger ledger;
    public final RunServices services;
    public final DeliveringRuns ends;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private long entries;
    private @Nullable QueueEntry entry;

    public RunAtWork(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param term of the lease, as where the ledger is shared; null: it never expires */
    public RunAtWork(Path folder, @Nullable Duration term) throws IOException {
        this(folder, term, CONFIG);
    }

    public RunAtWork(Path folder, @Nullable Duration term, String config) throws IOException {
        this(folder, term, config, new DeliveriesInFlight());
    }

    public RunAtWork(Path folder, @Nullable Duration term, String config, DeliveriesInFlight inFlight)
            throws IOException {
        Files.writeString(folder.resolve("exports.yaml"), config.formatted(folder.resolve("mirror")));
        spoolFolder = folder.resolve("state/spool");
        place = AppContext.open(
                new EngineOptions(Path.of("."), folder, folder.resolve("state"), EngineOptions.Mode.COMMAND), clock);
        ledger = place.ledger();
        services = new RunServices(
                place.config(),
                ledger,
                new Spool(spoolFolder, Duration.ofMinutes(1)),
                new RunServices.Work(new OwnedRuns(ledger, new Lease(term, clock)), inFlight, new Outcomes()),
                new RunServices.ThisNode(place.node(), clock, new ShutdownSignal()));
        ends = new DeliveringRuns(services, place.queue());
        ledger.runs().add(Samples.run("r1"));
    }

    /** Begins the run, as the queue's next worker would. */
    public RunContext begin() throws SQLException {
        entry = OwnedRunsTest.entry(ledger, ++entries);
        return new RunLifecycle(services, ends, RunQueue.TAKEOVER).begin(entry);
    }

    /** The run's entry of the queue, as its latest worker has it. */
    public QueueEntry entry() {
        return Objects.requireNonNull(entry, "the run was not begun");
    }

    /** What the run took. */
    public ExportEntry take(RunContext run, String exportId) {
        Manifest manifest = Samples.manifest(exportId);
        run.ledger().exports().take(manifest, "crm", "r1");
        return ledger.exports().find(exportId).orElseThrow();
    }

    /** What the run took, opened in the spool. */
    public ArtifactContext open(RunContext run, String exportId) throws IOException {
        return downloads().open(run, take(run, exportId));
    }

    /** The artifact's delivery, in its destination's queue. */
    public DeliveryOrder queued(RunContext run, ArtifactContext artifact, DestinationConfig destination) {
        DeliveriesInFlight.Ticket ticket = services.inFlight()
                .queued(run.id(), artifact.exportId() + "@" + destination.name())
                .orElseThrow();
        return new DeliveryOrder(
                run,
                artifact,
                destination,
                new DeliveryPlan(artifact.exportId(), destination.name(), run.id(), "key"),
                ticket);
    }

    /** An exchange with the delivery as its body. */
    public Exchange carrying(DeliveryOrder order) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(order);
        return exchange;
    }

    /** An exchange that works on the run. */
    Exchange carrying(RunContext run) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable(CallLimit.VARIABLE, run);
        return exchange;
    }

    public ArtifactDownloader downloads(ApiGate gate) {
        return new ArtifactDownloader(services, new Downloader(place.config().api(), clock, gate));
    }

    public ArtifactDownloader downloads() {
        ApiGate gate = new ApiGate(
                place.config().api(), 1, place.config().service().retry(), new ApiTraffic(clock), (wait, what) -> {});
        return downloads(gate);
    }

    public ArtifactFailures artifactFailures() {
        return new ArtifactFailures(services, reader());
    }

    DeliveryFailures deliveryFailures() {
        return new DeliveryFailures(services, reader());
    }

    BatchSender batchSender() {
        return new BatchSender(services, new DeliverySender(services, new Notices(services)), deliveryFailures());
    }

    RunFailures runFailures() {
        return new RunFailures(services, reader(), ends);
    }

    FailedAttemptRecorder attemptFailed() {
        return new FailedAttemptRecorder(services, reader());
    }

    private FailureReader reader() {
        return new FailureReader(place.config(), Redactor.of(place.config()), clock);
    }

    public Run run() {
        return ledger.runs().find("r1").orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
        place.close();
    }
}
