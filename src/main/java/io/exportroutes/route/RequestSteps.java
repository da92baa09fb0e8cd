package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.OddManifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code requests}: asks for an export, and finds the one whose reply was lost. */
public final class RequestSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RequestSteps.class);
    private final Services services;

    public RequestSteps(Services services) {
        this.services = services;
    }

    /** Whether the run still has to ask for an export of its own. */
    public boolean needsExport(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        return context.job().export() != ExportKind.EXISTING
                && services.ledger().exports().ofRun(context.id()).stream()
                        .allMatch(export -> export.state() == ExportState.LOST);
    }

    /** Whether the run's export is one of the schema. */
    public boolean wantsSchema(Exchange exchange) {
        return RunContext.of(exchange).job().export() == ExportKind.SCHEMA;
    }

    /** Whether the API was asked and the ledger knows no answer: an export of ours may exist already. */
    public boolean askedBefore(Exchange exchange) {
        return current(exchange).requestedAt() != null;
    }

    /** Takes the export that an earlier, unanswered request made, if the listing shows one. */
    public void adopt(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        Run run = current(exchange);
        Optional<Manifest> ours = Listing.of(exchange).manifests().stream()
                .filter(manifest -> Ownership.mayBeOf(run, context.job(), manifest))
                .filter(manifest ->
                        services.ledger().exports().find(manifest.id()).isEmpty())
                .findFirst();
        if (ours.isEmpty()) {
            refuseOddOnes(exchange, run);
        }
        ours.ifPresent(manifest -> {
            if (context.ledger().exports().take(manifest, context.run().project(), context.id())) {
                context.ledger()
                        .runs()
                        .traced(context.id(), Listing.of(exchange).trace());
                LOG.info("Run {} adopts {}, made by a request whose reply was lost", context.id(), manifest.id());
            }
        });
    }

    /** To ask again while ours may be the one that cannot be read would make a second export. */
    private void refuseOddOnes(Exchange exchange, Run run) {
        for (OddManifest odd : Listing.of(exchange).odd()) {
            if (Ownership.mayBeOf(run, odd)
                    && services.ledger().exports().find(odd.id()).isEmpty()) {
                throw odd.failure();
            }
        }
    }

    /** Notes the request in the ledger (invariant 1), then makes the call's headers and body. */
    public void prepare(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        JobConfig job = context.job();
        String fileName = job.fileName() != null ? job.fileName() : context.id();
        context.ledger().runs().requesting(context.id(), fileName);
        Message message = exchange.getMessage();
        ApiHeaders.identify(message, context);
        Map<String, Object> body = new HashMap<>(job.options());
        if (job.format() != null) {
            body.put("format", job.format());
        }
        body.put("file_name", fileName);
        message.setBody(body);
    }

    /** Writes what the API answered: the trace of the call, then the export id, before any byte is downloaded. */
    public void asked(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        Message message = exchange.getMessage();
        context.ledger().runs().traced(context.id(), CallHeaders.trace(message));
        Manifest manifest = Manifests.of(message.getBody(Map.class));
        LOG.info("Run {} made export {} ({})", context.id(), manifest.id(), manifest.status());
        if (!context.ledger().exports().take(manifest, context.run().project(), context.id())) {
            LOG.warn(
                    "Run {}: {} was taken by another run meanwhile; a new one is asked for",
                    context.id(),
                    manifest.id());
        }
    }

    private Run current(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        return services.ledger().runs().find(context.id()).orElse(context.run());
    }

    /** The run's own export, once it is known. */
    static List<Manifest> ownExports(Services services, RunContext context) {
        return services.ledger().exports().ofRun(context.id()).stream()
                .filter(export -> export.state() != ExportState.LOST)
                .map(export -> export.manifest())
                .toList();
    }
}
