package io.exportroutes.route;

import io.exportroutes.EngineOptions;
import io.exportroutes.Workplace;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.Downloader;
import io.exportroutes.api.Manifest;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Samples;
import io.exportroutes.spool.Spool;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The run r1 in this process's hands, over a real ledger and spool and without an engine: each step is the test's own. */
final class RunAtWork implements AutoCloseable {
    static final String CONFIG = """
            version: 1
            api: {base-url: "http://127.0.0.1:1", token: pat_x, max-concurrent: 1}
            destinations:
              mirror: {type: file, directory: "%s"}
            jobs:
              crm-nightly: {project: crm, export: database, destinations: [mirror], deadline: 2h}
              crm-sweep: {project: crm, export: existing, destinations: [mirror]}
            """;

    final SteppedClock clock = new SteppedClock(Samples.NIGHT);
    final Path spoolFolder;
    final Workplace place;
    final Ledger ledger;
    final Services services;
    final RunEnds ends;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private long handedOut;

    RunAtWork(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param term of the lease, as where the ledger is shared; null: it never expires */
    RunAtWork(Path folder, @Nullable Duration term) throws IOException {
        this(folder, term, CONFIG);
    }

    RunAtWork(Path folder, @Nullable Duration term, String config) throws IOException {
        this(folder, term, config, new InFlight());
    }

    RunAtWork(Path folder, @Nullable Duration term, String config, InFlight inFlight) throws IOException {
        Files.writeString(folder.resolve("exports.yaml"), config.formatted(folder.resolve("mirror")));
        spoolFolder = folder.resolve("state/spool");
        place = Workplace.open(
                new EngineOptions(Path.of("."), folder, folder.resolve("state"), EngineOptions.Mode.COMMAND), clock);
        ledger = place.ledger();
        services = new Services(
                place.config(),
                place.catalog(),
                ledger,
                new Spool(spoolFolder, Duration.ofMinutes(1)),
                inFlight,
                new Stopping(),
                new Holds(ledger, new Lease(term, clock)),
                place.node(),
                clock);
        ends = new RunEnds(services, place.queue());
        ledger.runs().add(Samples.run("r1"));
    }

    /** Begins the run, as the queue's next worker would. */
    Exchange begin() throws SQLException {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(HoldsTest.handOut(ledger, ++handedOut));
        new RunSteps(services, place.enqueuer(), ends).begin(exchange);
        return exchange;
    }

    /** What the run took, which is the body from here on. */
    ExportEntry take(Exchange exchange, String exportId) {
        Manifest manifest = Samples.manifest(exportId);
        RunContext.of(exchange).ledger().exports().take(manifest, "crm", "r1");
        ExportEntry entry = ledger.exports().find(exportId).orElseThrow();
        exchange.getMessage().setBody(entry);
        return entry;
    }

    /** The artifact's delivery, in its destination's queue. */
    DeliveryOrder queued(RunContext run, ArtifactWork artifact, DestinationConfig destination) {
        InFlight.Ticket ticket = services.inFlight()
                .queued(run.id(), artifact.exportId() + "@" + destination.name())
                .orElseThrow();
        return new DeliveryOrder(run, artifact, destination, "key", ticket);
    }

    /** An exchange with the delivery as its body. */
    Exchange carrying(DeliveryOrder order) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(order);
        return exchange;
    }

    /** The same run as an exchange of its own. */
    Exchange beside(Exchange exchange) {
        Exchange other = new DefaultExchange(camel);
        other.setProperty(RunContext.PROPERTY, RunContext.of(exchange));
        other.setProperty(RunContext.HAND_OUT, exchange.getProperty(RunContext.HAND_OUT));
        return other;
    }

    DownloadSteps downloads(ApiGate gate) {
        return new DownloadSteps(services, new Downloader(place.config().api(), clock, gate));
    }

    DownloadSteps downloads() {
        ApiGate gate = new ApiGate(place.config().api(), 1, place.config().retry(), clock, (wait, what) -> {});
        return downloads(gate);
    }

    FailureSteps failures() {
        return new FailureSteps(services, new Failures(place.config(), Redactor.of(place.config())), ends);
    }

    AttemptFailed attemptFailed() {
        return new AttemptFailed(services, new Failures(place.config(), Redactor.of(place.config())));
    }

    Run run() {
        return ledger.runs().find("r1").orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
        place.close();
    }
}
