package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.ledger.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sweep does with each manifest of a listing; made anew for each sweep. */
final class SweepDecision {
    private static final Logger LOG = LoggerFactory.getLogger(SweepDecision.class);

    private final Services services;
    private final RunContext context;
    private final List<Run> waiting;

    SweepDecision(Services services, RunContext context) {
        this.services = services;
        this.context = context;
        this.waiting = waiting(services, context.run().project());
    }

    private enum Verdict {
        TAKE,
        RECORD_LOST,
        /** LOST by an earlier word of the API, and listed as gone now: that is kept, to be compared with later listings. */
        NOTE_GONE,
        PASS
    }

    /** Decides on some of the listing, all of it or a page. */
    void on(Collection<Manifest> listed) {
        String project = context.run().project();
        Map<String, Standing> standings = services.ledger()
                .exports()
                .standings(project, listed.stream().map(Manifest::id).toList());
        List<Manifest> ready = new ArrayList<>();
        for (Manifest manifest : listed) {
            switch (verdict(manifest, standings.get(manifest.id()))) {
                case TAKE -> ready.add(manifest);
                case RECORD_LOST -> lost(manifest);
                case NOTE_GONE -> context.ledger().exports().refresh(manifest);
                case PASS -> {}
            }
        }
        context.ledger().exports().takeAll(ready, project, context.id());
    }

    /** What is LOST and listed as ready is taken where the ledger finds that the API has not refused it since. */
    private Verdict verdict(Manifest manifest, @Nullable Standing standing) {
        if (standing != null && !standing.lost()) {
            return Verdict.PASS;
        }
        if (manifest.gone()) {
            if (standing == null) {
                return Verdict.RECORD_LOST;
            }
            return standing.status().equals(manifest.status()) ? Verdict.PASS : Verdict.NOTE_GONE;
        }
        return manifest.ready() && !awaited(manifest) ? Verdict.TAKE : Verdict.PASS;
    }

    /** The runs that asked for an export and do not know of it yet; what they had before, if anything, is lost. */
    private static List<Run> waiting(Services services, String project) {
        return services.ledger().runs().unfinished().stream()
                .filter(run -> run.project().equals(project) && run.requestedAt() != null)
                .filter(run -> services.ledger().exports().ofRun(run.id()).stream()
                        .allMatch(export -> export.state() == ExportState.LOST))
                .toList();
    }

    /** Whether another run asked for this export and only waits for the answer: it is that run's to archive. */
    private boolean awaited(Manifest manifest) {
        return waiting.stream().anyMatch(run -> {
            JobConfig job = services.config().jobs().get(run.job());
            return job != null && Ownership.mayBeOf(run, job, manifest);
        });
    }

    private void lost(Manifest manifest) {
        GoneFailure failure = new GoneFailure(
                "export_lost",
                "Export " + manifest.id() + " (" + manifest.downloadName()
                        + ") was gone before it could be archived: the API lists it with status " + manifest.status()
                        + ", missing since " + manifest.missingAt() + ", expired " + manifest.expiresAt(),
                "Sweep more often than exports expire; a listing in which it is ready again lets the next sweep take it.",
                null);
        if (context.ledger()
                .exports()
                .lost(manifest, context.run().project(), context.id(), failure, Spooled.PERHAPS)) {
            LOG.warn("{}", failure.getMessage());
        }
    }
}
