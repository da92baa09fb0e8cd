package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.listing.Listing;
import io.exportroutes.listing.OwnExports;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import io.exportroutes.value.LogFields;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code exportCollector}: finds the run's exports in the listing. */
public final class ExportCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ExportCollector.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** The API's reference names only not_found as a final status; the others are the usual words of such APIs. */
    private static final Set<String> FAILED_WORDS = Set.of("failed", "error", "cancelled", "canceled", "aborted");

    private final RunServices services;

    public ExportCollector(RunServices services) {
        this.services = services;
    }

    /** Whether the run moves what exists already. */
    public boolean sweeps(RunContext run) {
        return run.job().request().kind() == ExportKind.EXISTING;
    }

    /**
     * Whether the sweep still needs a listing. One that has its own continues with what it took: verified bytes are delivered
     * without asking the API, also while that is down.
     */
    public boolean needsListing(RunContext run) {
        return services.ledger()
                        .runs()
                        .find(run.id())
                        .orElse(run.run())
                        .progress()
                        .history()
                        .listedAt()
                == null;
    }

    /** Counts the polls of one wait for an export. */
    public ExportPolls newPolls() {
        return new ExportPolls();
    }

    /** Whether the run's export still has to become ready; one that was verified before a restart is past that. */
    public boolean isWaiting(RunContext run, ExportPolls polls) {
        return !polls.allMissed()
                && services.ledger().exports().ofRun(run.id()).stream()
                        .filter(ExportCollector::unmoved)
                        .map(ExportEntry::manifest)
                        .anyMatch(ExportCollector::unready);
    }

    private static boolean unmoved(ExportEntry export) {
        return switch (export.state()) {
            case TAKEN, FAILED -> true;
            case VERIFIED, REFUSED, LOST, DISCARDED -> false;
        };
    }

    private static boolean unready(Manifest manifest) {
        judge(manifest);
        return !manifest.ready();
    }

    private static void judge(Manifest manifest) {
        if (manifest.gone()) {
            throw new GoneFailure(
                    FailureCode.EXPORT_GONE,
                    "Export " + manifest.id() + " is gone: the API lists it with status "
                            + manifest.availability().status() + ", missing since "
                            + manifest.availability().missingAt(),
                    "A new export is requested once; if this repeats, fetch it sooner or ask the API's support.",
                    null);
        }
        if (FAILED_WORDS.contains(manifest.availability().status())) {
            throw new PermanentFailure(
                    FailureCode.EXPORT_FAILED,
                    "The API could not make export " + manifest.id() + ": "
                            + manifest.availability().statusReason(),
                    "Fix the cause that the reason names, then replay the run.");
        }
    }

    /** Waits between two polls, longer each time, at most until the run's deadline. */
    public void pause(RunContext context, ExportPolls polls) {
        int made = polls.begin();
        Duration left = context.deadline().left(services.clock());
        if (left.isNegative()) {
            throw new PermanentFailure(
                    FailureCode.DEADLINE,
                    "The export of run " + context.id() + " was not ready within "
                            + Durations.print(context.job().limits().deadline()),
                    "Raise the job's deadline, or ask the API's support why the export does not become ready.");
        }
        Duration first = services.config().api().pollInterval();
        Duration grown = first.multipliedBy(1L << Math.min(made / 3, 6));
        Duration wait = Durations.shorter(grown, LONGEST_PAUSE);
        Duration longest = left.plusMillis(1);
        services.stopping().pause(Durations.shorter(wait, longest), "Run " + context.id());
        context.ownedRun().check();
    }

    /** Records what the listing says of the run's export. */
    public void update(RunContext context, ExportPolls polls, Listing listing) {
        OwnExports listed = listing.readBy(OwnExports.class);
        for (Manifest ours : ExportRequester.ownExports(services, context)) {
            Optional<Manifest> seen = listed.of(ours);
            seen.ifPresent(manifest -> refresh(context, ours, manifest, listing));
            polls.note(seen.isPresent());
            if (polls.allMissed()) {
                LOG.warn(
                        "Run {}: {} was missing in {} listings in a row; its download is requested anyway, and decides",
                        context.id(),
                        ours.id(),
                        ExportPolls.MISSES);
            }
        }
    }

    private static void refresh(RunContext context, Manifest before, Manifest manifest, Listing listing) {
        context.ledger().exports().refresh(manifest);
        if (manifest.ready() && !before.ready()) {
            LOG.atInfo()
                    .addKeyValue(LogFields.EXPORT, manifest.id())
                    .addKeyValue(LogFields.REQUEST, listing.trace().requestId())
                    .log(
                            "Run {}: {} is ready, request {}",
                            context.id(),
                            manifest.id(),
                            listing.trace().requestId());
        }
    }

    /** Records that the sweep has read its whole listing and taken its exports from each page. */
    public void recordListing(RunContext context, Listing listing) {
        context.ledger().runs().recordTrace(context.id(), listing.trace());
        context.ledger().runs().recordListing(context.id());
        LOG.atInfo()
                .addKeyValue(LogFields.REQUEST, listing.trace().requestId())
                .log(
                        "Run {} has read the listing of project {}: {} exports to archive, request {}",
                        context.id(),
                        context.run().origin().project(),
                        services.ledger().summaries().tally(context.id()).total(),
                        listing.trace().requestId());
    }
}
