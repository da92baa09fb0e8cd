package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.ledger.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes of each page every export that is ready and not archived, and records as lost, once, what is gone. */
final class Sweep implements PageReader {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Services services;
    private final RunContext context;

    Sweep(Services services, RunContext context) {
        this.services = services;
        this.context = context;
    }

    /** What becomes of an export that nobody archived yet. */
    private enum Fate {
        TAKEN,
        LOST,
        /** Not ready, or another run's to archive. */
        LEFT
    }

    @Override
    public void read(ManifestPage page) {
        String project = context.job().project();
        Set<String> closed = services.ledger()
                .exports()
                .closed(project, page.manifests().stream().map(Manifest::id).toList());
        // After the page was read: whoever asked for something in it is known to wait for it.
        List<Run> waiting = services.ledger().runs().waiting(project);
        Instant now = services.clock().instant();
        List<Manifest> taken = new ArrayList<>();
        for (Manifest manifest : page.manifests()) {
            if (!closed.contains(manifest.id())) {
                switch (fate(manifest, waiting, now)) {
                    case TAKEN -> taken.add(manifest);
                    case LOST -> lost(manifest);
                    case LEFT -> {}
                }
            }
        }
        context.ledger().exports().takeAll(taken, project, context.id());
    }

    private Fate fate(Manifest manifest, List<Run> waiting, Instant now) {
        if (manifest.goneAt(now)) {
            return Fate.LOST;
        }
        return manifest.ready() && !awaited(waiting, manifest) ? Fate.TAKEN : Fate.LEFT;
    }

    /** Whether another run asked for this export and only waits for the answer: it is that run's to archive. */
    private boolean awaited(List<Run> waiting, Manifest manifest) {
        return waiting.stream()
                .anyMatch(run -> Ownership.mayBeOf(run, services.config().jobs().get(run.job()), manifest));
    }

    private void lost(Manifest manifest) {
        String reason = "Export " + manifest.id() + " (" + manifest.downloadName()
                + ") was gone before it could be archived: status " + manifest.status() + ", expired "
                + manifest.expiresAt();
        if (context.ledger().exports().lost(manifest, context.job().project(), context.id(), "export_lost", reason)) {
            LOG.warn("{}", reason);
        }
    }
}
