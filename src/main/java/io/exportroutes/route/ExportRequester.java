package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.listing.LostReplySearch;
import io.exportroutes.listing.Manifests;
import io.exportroutes.listing.OwnExports;
import io.exportroutes.listing.PageReader;
import io.exportroutes.listing.Sweep;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code requests}: asks for an export, and finds the one whose reply was lost. */
public final class ExportRequester {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRequester.class);
    private static final String REQUESTING = "requesting";

    private final RunServices services;

    public ExportRequester(RunServices services) {
        this.services = services;
    }

    /** Whether the run still has to ask for an export of its own. */
    public boolean needsExport(Exchange exchange) {
        return needsExport(services, ExchangeState.run(exchange));
    }

    private static boolean needsExport(RunServices services, RunContext context) {
        return context.job().export() != ExportKind.EXISTING
                && services.ledger().exports().ofRun(context.id()).stream()
                        .allMatch(export -> export.state() == ExportState.LOST);
    }

    /** Whether the run's export is one of the schema. */
    public boolean wantsSchema(Exchange exchange) {
        return ExchangeState.run(exchange).job().export() == ExportKind.SCHEMA;
    }

    /** Whether the API was asked and the ledger knows no answer: an export of ours may exist already. */
    public boolean askedBefore(Exchange exchange) {
        return current(exchange).requestedAt() != null;
    }

    /** Takes the export that an earlier, unanswered request made, if the listing shows one and it cannot be another's. */
    public void adopt(Exchange exchange) {
        RunContext context = ExchangeState.run(exchange);
        LostReplySearch lost = ExchangeState.listing(exchange).readBy(LostReplySearch.class);
        Optional<Manifest> ours = lost.export();
        ours.ifPresent(manifest -> {
            if (context.ledger().exports().take(manifest, context.run().project(), context.id())) {
                context.ledger()
                        .runs()
                        .traced(context.id(), ExchangeState.listing(exchange).trace());
                LOG.info("Run {} adopts {}, made by a request whose reply was lost", context.id(), manifest.id());
            }
        });
        String doubt = ours.isPresent() ? null : lost.doubt();
        if (doubt != null) {
            String note = "A reply was lost, and " + doubt + ": none was adopted, a new export is asked for";
            LOG.warn("Run {}: {}", context.id(), note);
            context.ledger().replays().note(context.id(), note);
        }
    }

    /** Notes the request in the ledger (invariant 1), then makes the call's headers and body. */
    public void prepare(Exchange exchange) {
        RunContext context = ExchangeState.run(exchange);
        JobConfig job = context.job();
        String fileName = job.fileName() != null ? job.fileName() : context.id();
        context.ledger().runs().requesting(context.id(), fileName);
        exchange.setProperty(REQUESTING, true);
        Message message = exchange.getMessage();
        RunIdentity.identify(message, context);
        Map<String, Object> body = new HashMap<>(job.options());
        if (job.format() != null) {
            body.put("format", job.format());
        }
        body.put("file_name", fileName);
        message.setBody(body);
    }

    /**
     * A try failed. Where the API itself, by its envelope, refused the request, it made nothing, and there is nothing to look
     * for: a replay asks afresh.
     */
    static void failed(Exchange exchange, ExportFailure failure) {
        boolean requesting = exchange.removeProperty(REQUESTING) != null;
        if (requesting && failure instanceof PermanentFailure && failure.requestId() != null) {
            RunContext context = ExchangeState.run(exchange);
            try {
                context.ledger().runs().refused(context.id());
            } catch (TakenOverFailure e) {
                LOG.debug("Run {} is another's by now", context.id());
            }
        }
    }

    /** Writes what the API answered: the trace of the call, then the export id, before any byte is downloaded. */
    public void asked(Exchange exchange) {
        RunContext context = ExchangeState.run(exchange);
        exchange.removeProperty(REQUESTING);
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
        return current(services, ExchangeState.run(exchange));
    }

    private static Run current(RunServices services, RunContext context) {
        return services.ledger().runs().find(context.id()).orElse(context.run());
    }

    /** What a listing is read for: by a sweep, by a run that lost a reply, by one that waits for its export. */
    static PageReader readerFor(RunServices services, RunContext context) {
        if (context.job().export() == ExportKind.EXISTING) {
            return new Sweep(services, context);
        }
        return needsExport(services, context)
                ? new LostReplySearch(services, current(services, context), context.job())
                : new OwnExports(ownExports(services, context));
    }

    /** The run's own export, once it is known. */
    static List<Manifest> ownExports(RunServices services, RunContext context) {
        return services.ledger().exports().ofRun(context.id()).stream()
                .filter(export -> export.state() != ExportState.LOST)
                .map(export -> export.manifest())
                .toList();
    }
}
