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

/** Takes of each page every export that is ready and not archived, and records as lost, once, what is gone. */
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
        /** LOST by an earlier word of the API, and listed as gone now: that is kept, to be compared with later listings. */
        NOTE_GONE,
        PASS
    }

    @Override
    public void read(ManifestPage page) {
        String project = context.run().origin().project();
        Map<String, KnownExport> standings = services.ledger()
                .exports()
                .standings(project, page.manifests().stream().map(Manifest::id).toList());
        // After the page was read: whoever asked for something in it is known to wait for it.
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

    /** What is LOST and listed as ready is taken where the ledger finds that the API has not refused it since. */
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

    /** Whether another run asked for this export and only waits for the answer: it is that run's to archive. */
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
