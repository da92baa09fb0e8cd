package io.exportroutes.listing;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.ledger.KnownExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes from each page every export that is ready and not archived, and records exports that are gone as lost, once. */
public final class Sweep implements PageReader {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final RunServices services;
    private final RunContext context;

    public Sweep(RunServices services, RunContext context) {
        this.services = services;
        this.context = context;
    }

    private enum Verdict {
        TAKE,
        RECORD_LOST,
        /** LOST by an earlier answer, and listed as gone now: the entry is kept, to be compared with later listings. */
        NOTE_GONE,
        PASS
    }

    @Override
    public void read(ManifestPage page) {
        String project = context.run().origin().project();
        Map<String, KnownExport> standings = services.ledger()
                .exports()
                .knownExports(
                        project, page.manifests().stream().map(Manifest::id).toList());
        // After the page was read: a run that requested an entry of it is already recorded as waiting.
        List<Run> waiting = services.ledger().runs().waiting(project);
        List<Manifest> ready = new ArrayList<>();
        for (Manifest manifest : page.manifests()) {
            switch (verdict(manifest, standings.get(manifest.id()), waiting)) {
                case TAKE -> ready.add(manifest);
                case RECORD_LOST -> lost(manifest);
                case NOTE_GONE -> context.ledger().exports().refresh(manifest);
                case PASS -> {}
            }
        }
        context.ledger().exports().takeAll(ready, project, context.id());
    }

    /** Takes a LOST export that is listed as ready, unless the ledger knows a later refusal by the API. */
    private Verdict verdict(Manifest manifest, @Nullable KnownExport standing, List<Run> waiting) {
        if (standing != null && !standing.lost()) {
            return Verdict.PASS;
        }
        if (manifest.gone()) {
            if (standing == null) {
                return Verdict.RECORD_LOST;
            }
            return standing.status().equals(manifest.availability().status()) ? Verdict.PASS : Verdict.NOTE_GONE;
        }
        return manifest.ready() && !awaited(waiting, manifest) ? Verdict.TAKE : Verdict.PASS;
    }

    /** Whether another run requested this export and still waits for the answer: then that run archives it. */
    private boolean awaited(List<Run> waiting, Manifest manifest) {
        return waiting.stream()
                .anyMatch(run ->
                        ExportOwnership.mayBeOf(run, services.config().jobs().get(run.worksAs()), manifest));
    }

    private void lost(Manifest manifest) {
        GoneFailure failure = new GoneFailure(
                FailureCode.EXPORT_GONE,
                "Export " + manifest.id() + " (" + manifest.artifact().downloadName()
                        + ") was gone before it could be archived: the API lists it with status "
                        + manifest.availability().status()
                        + ", missing since " + manifest.availability().missingAt() + ", expired "
                        + manifest.availability().expiresAt(),
                "Sweep more often than exports expire; a listing in which it is ready again lets the next sweep take it.",
                null);
        if (context.ledger()
                .exports()
                .recordLost(manifest, context.run().origin().project(), context.id(), failure, Spooled.PERHAPS)) {
            LOG.warn("{}", failure.getMessage());
        }
    }
}
