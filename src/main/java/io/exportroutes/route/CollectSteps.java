package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code collect}: from the listing to what the run has to move. */
public final class CollectSteps {
    private static final Logger LOG = LoggerFactory.getLogger(CollectSteps.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** The API's reference names no final words but not_found; these are what any such API would say. */
    private static final Set<String> FAILED_WORDS = Set.of("failed", "error", "cancelled", "canceled", "aborted");

    /** How many looks in a row may miss our export before it counts as gone. */
    private static final int MISSES = 5;

    private static final String LOOKS = "looks";
    private static final String MISSED = "missed";

    private final Services services;

    public CollectSteps(Services services) {
        this.services = services;
    }

    /** Whether the run moves what exists already. */
    public boolean sweeps(Exchange exchange) {
        return RunContext.of(exchange).job().export() == ExportKind.EXISTING;
    }

    /** Whether the run's export still has to become ready; one that was verified before a restart is past that. */
    public boolean waiting(Exchange exchange) {
        return services.ledger().exports().ofRun(RunContext.of(exchange).id()).stream()
                .filter(export -> export.state() != ExportState.LOST && export.state() != ExportState.VERIFIED)
                .map(ExportEntry::manifest)
                .anyMatch(this::unready);
    }

    private boolean unready(Manifest manifest) {
        judge(manifest);
        return !manifest.ready();
    }

    private void judge(Manifest manifest) {
        if (manifest.goneAt(services.clock().instant())) {
            throw new GoneFailure(
                    "export_gone",
                    "Export " + manifest.id() + " is gone: status " + manifest.status() + ", missing since "
                            + manifest.missingAt() + ", expires " + manifest.expiresAt(),
                    "A new export is asked for once; if this repeats, fetch it sooner or ask the API's support.",
                    null);
        }
        if (FAILED_WORDS.contains(manifest.status())) {
            throw new FinalFailure(
                    "export_failed",
                    "The API could not make export " + manifest.id() + ": " + manifest.statusReason(),
                    "Mend what the reason names, then replay the run.");
        }
    }

    /** Waits between two looks, longer each time, at most until the run's deadline. */
    public void pause(Exchange exchange) {
        Tries.reset(exchange);
        RunContext context = RunContext.of(exchange);
        int looks = exchange.getProperty(LOOKS, 0, Integer.class);
        exchange.setProperty(LOOKS, looks + 1);
        Duration left = context.deadline().left(services.clock());
        if (left.isNegative()) {
            throw new FinalFailure(
                    "deadline",
                    "The export of run " + context.id() + " was not ready within "
                            + context.job().deadline(),
                    "Raise the job's deadline, or ask the API's support why the export does not become ready.");
        }
        Duration first = services.config().api().pollInterval();
        Duration grown = first.multipliedBy(1L << Math.min(looks / 3, 6));
        Duration wait = grown.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : grown;
        Duration longest = left.plusMillis(1);
        services.stopping().pause(wait.compareTo(longest) > 0 ? longest : wait, "Run " + context.id());
        context.hold().check();
    }

    /** Notes what the listing says of the run's export. */
    public void look(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        Collection<Manifest> listed = Listing.of(exchange).manifests();
        for (Manifest ours : RequestSteps.ownExports(services, context)) {
            Optional<Manifest> seen = listed.stream()
                    .filter(other -> other.id().equals(ours.id()))
                    .findFirst();
            seen.ifPresent(manifest -> context.ledger().exports().refresh(manifest));
            if (seen.isEmpty()) {
                refuseOdd(ours, Listing.of(exchange));
            }
            int missed = seen.isPresent() ? 0 : exchange.getProperty(MISSED, 0, Integer.class) + 1;
            exchange.setProperty(MISSED, missed);
            if (missed >= MISSES) {
                throw new GoneFailure(
                        "export_unlisted",
                        "Export " + ours.id() + " was not in " + MISSES + " listings in a row",
                        "A new export is asked for once; if this repeats, ask the API's support.",
                        null);
            }
        }
    }

    /** What is listed, but not as the API describes it, is not gone. */
    private static void refuseOdd(Manifest ours, Listing listing) {
        listing.odd().stream()
                .filter(odd -> odd.id().equals(ours.id()))
                .findFirst()
                .ifPresent(odd -> {
                    throw odd.failure();
                });
    }

    /** Takes every export that is ready and not archived, and records as lost, once, what is gone. */
    public void sweep(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        String project = context.job().project();
        List<Manifest> listed = List.copyOf(Listing.of(exchange).manifests());
        Set<String> closed = services.ledger()
                .exports()
                .closed(project, listed.stream().map(Manifest::id).toList());
        List<Run> waiting = waiting(project);
        Instant now = services.clock().instant();
        List<Manifest> ready = new ArrayList<>();
        for (Manifest manifest : listed) {
            if (closed.contains(manifest.id())) {
                continue;
            }
            if (manifest.goneAt(now)) {
                lost(manifest, context);
            } else if (manifest.ready() && !awaited(waiting, manifest)) {
                ready.add(manifest);
            }
        }
        context.ledger().exports().takeAll(ready, project, context.id());
        context.ledger().runs().traced(context.id(), Listing.of(exchange).trace());
    }

    /** The runs that asked for an export and do not know of it yet; what they had before, if anything, is lost. */
    private List<Run> waiting(String project) {
        return services.ledger().runs().unfinished().stream()
                .filter(run -> run.project().equals(project) && run.requestedAt() != null)
                .filter(run -> services.ledger().exports().ofRun(run.id()).stream()
                        .allMatch(export -> export.state() == ExportState.LOST))
                .toList();
    }

    /** Whether another run asked for this export and only waits for the answer: it is that run's to archive. */
    private boolean awaited(List<Run> waiting, Manifest manifest) {
        return waiting.stream().anyMatch(run -> {
            JobConfig job = services.config().jobs().get(run.job());
            return job != null && Ownership.mayBeOf(run, job, manifest);
        });
    }

    private void lost(Manifest manifest, RunContext context) {
        String reason = "Export " + manifest.id() + " (" + manifest.downloadName()
                + ") was gone before it could be archived: status " + manifest.status() + ", expired "
                + manifest.expiresAt();
        if (context.ledger().exports().lost(manifest, context.job().project(), context.id(), "export_lost", reason)) {
            LOG.warn("{}", reason);
        }
    }
}
