package io.exportroutes.route;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.listing.Listing;
import io.exportroutes.listing.LostReplySearch;
import io.exportroutes.listing.Manifests;
import io.exportroutes.listing.OwnExports;
import io.exportroutes.listing.PageReader;
import io.exportroutes.listing.Sweep;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.LogFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code exportRequester}: asks for an export, and finds the one whose reply was lost. */
public final class ExportRequester {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRequester.class);

    private final RunServices services;

    public ExportRequester(RunServices services) {
        this.services = services;
    }

    /** Whether the run still has to request its export. */
    public boolean needsExport(RunContext run) {
        return needsExport(services, run);
    }

    private static boolean needsExport(RunServices services, RunContext context) {
        return context.job().request().kind() != ExportKind.EXISTING
                && services.ledger().exports().ofRun(context.id()).stream()
                        .allMatch(export -> export.state() == ExportState.LOST);
    }

    /** Whether the run's export is one of the schema. */
    public boolean wantsSchema(RunContext run) {
        return run.job().request().kind() == ExportKind.SCHEMA;
    }

    /** Whether the API was asked and the ledger knows no answer: an export of ours may exist already. */
    public boolean askedBefore(RunContext run) {
        return current(services, run).progress().request().requestedAt() != null;
    }

    /** Takes the export that an earlier, unanswered request made, if the listing shows one and it cannot be another's. */
    public void adopt(RunContext context, Listing listing) {
        LostReplySearch lost = listing.readBy(LostReplySearch.class);
        Optional<Manifest> ours = lost.export();
        ours.ifPresent(manifest -> {
            if (context.ledger().exports().take(manifest, context.run().origin().project(), context.id())) {
                context.ledger().runs().recordTrace(context.id(), listing.trace());
                LOG.info("Run {} adopts {}, made by a request whose reply was lost", context.id(), manifest.id());
            }
        });
        String doubt = ours.isPresent() ? null : lost.doubt();
        if (doubt != null) {
            String note = "A reply was lost, and " + doubt + ": none was adopted, a new export is requested";
            LOG.warn("Run {}: {}", context.id(), note);
            context.ledger().runs().note(context.id(), note);
        }
    }

    /** Records the request in the ledger (invariant 1), and gives the call's body. */
    public Map<String, Object> recordRequest(RunContext context) {
        JobConfig job = context.job();
        String fileName = job.request().fileName() != null ? job.request().fileName() : context.id();
        context.ledger().runs().markRequesting(context.id(), fileName);
        Map<String, Object> body = new HashMap<>(job.request().options());
        if (job.request().format() != null) {
            body.put("format", job.request().format());
        }
        body.put("file_name", fileName);
        return body;
    }

    /**
     * The call for the export failed. If the API's own envelope refused the request, no export was made and none has to be
     * searched for: a replay asks again.
     */
    static void refused(RunContext context, ExportFailure failure) {
        if (failure instanceof PermanentFailure && failure.requestId() != null) {
            try {
                context.ledger().runs().markRefused(context.id());
            } catch (TakenOverFailure e) {
                LOG.debug("Run {} belongs to another worker by now", context.id());
            }
        }
    }

    /** Records what the API answered: the trace of the call, then the export id, before any byte is downloaded. */
    public void recordReply(RunContext context, @Nullable Object reply, Map<String, Object> headers) {
        CallTrace trace = CallHeaders.trace(headers);
        context.ledger().runs().recordTrace(context.id(), trace);
        Manifest manifest = Manifests.of(reply);
        LOG.atInfo()
                .addKeyValue(LogFields.EXPORT, manifest.id())
                .addKeyValue(LogFields.REQUEST, trace.requestId())
                .log(
                        "Run {} made export {} ({}), request {}",
                        context.id(),
                        manifest.id(),
                        manifest.availability().status(),
                        trace.requestId());
        if (!context.ledger().exports().take(manifest, context.run().origin().project(), context.id())) {
            LOG.warn(
                    "Run {}: {} was taken by another run meanwhile; a new one is requested",
                    context.id(),
                    manifest.id());
        }
    }

    private static Run current(RunServices services, RunContext context) {
        return services.ledger().runs().find(context.id()).orElse(context.run());
    }

    /** What the listing is read for: a sweep, a run that lost a reply, or a run that waits for its export. */
    static PageReader readerFor(RunServices services, RunContext context) {
        if (context.job().request().kind() == ExportKind.EXISTING) {
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
