package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.download.DownloadCall;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.Hashes;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.Inspection;
import io.exportroutes.spool.verify.TableRows;
import io.exportroutes.spool.verify.Verifier;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code artifactDownloader}: from the API into the spool, verified. */
public final class ArtifactDownloader {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactDownloader.class);

    private final RunServices services;
    private final Downloader downloader;
    private final Deadlines deadlines;
    private final SpoolSpace space;
    private final GuardCheck admission;

    public ArtifactDownloader(RunServices services, Downloader downloader) {
        this.services = services;
        this.downloader = downloader;
        this.deadlines = new Deadlines(services.clock());
        this.space = new SpoolSpace(services);
        this.admission = new GuardCheck(services);
    }

    /** The exports that the run still has to move, soonest expiry first, for all lanes to take from. */
    public PendingArtifacts pending(RunContext run) {
        run.ledger().runs().markTransferring(run.id());
        return new PendingArtifacts(
                new PendingExports(services.ledger(), services.inFlight()).of(run),
                services.ledger().summaries().small(run.id(), SmallArtifacts.LARGEST));
    }

    /** One entry for each lane: the number of artifacts, or batches, that may be moved at the same time. */
    public List<Integer> lanes(RunContext run, PendingArtifacts pending) {
        int lanes = Math.min(run.job().limits().maxConcurrent(), pending.size());
        return IntStream.rangeClosed(1, lanes).boxed().toList();
    }

    /** Whether there are exports that no lane has taken yet, and time for them. */
    public boolean hasNext(RunContext run, PendingArtifacts pending) {
        return pending.size() > 0
                && !services.stopping().requested()
                && !run.deadline().isPassed(services.clock());
    }

    /**
     * The next of them: an {@link ExportEntry}, or {@link SmallExports}; null if other lanes were faster or the run has them no
     * longer.
     */
    public @Nullable Object next(RunContext run, PendingArtifacts pending) {
        int share = (pending.size() + run.job().limits().maxConcurrent() - 1)
                / run.job().limits().maxConcurrent();
        List<String> ids = pending.next(Math.min(SmallArtifacts.MOST, share), SmallArtifacts.MOST_BYTES);
        List<ExportEntry> exports = services.ledger().exports().find(ids).stream()
                .filter(export -> export.owner().runId().equals(run.id()))
                .toList();
        if (exports.size() > 1) {
            return new SmallExports(exports);
        }
        return exports.isEmpty() ? null : exports.get(0);
    }

    /** Opens the artifact in the spool: complete, begun by an earlier process, or new. */
    public ArtifactContext open(RunContext context, ExportEntry export) {
        context.ownedRun().check(); // the spool file may belong to the next worker by now
        services.stopping().check("Run " + context.id());
        Manifest manifest = export.manifest();
        Optional<SpoolFile> whole = complete(export, () -> context.check(services.clock(), checkOf(manifest.id())));
        SpoolFile file = whole.orElseGet(() -> services.spool().open(manifest.id()));
        return new ArtifactContext(context, export, file);
    }

    /**
     * Asks the guard about an artifact that is complete already, and records it as verified, before any destination may read it;
     * {@link #fetch} does so for one that is still to come.
     *
     * @throws RefusedFailure if a guard refuses it; the ledger has it as REFUSED then
     */
    public void admit(RunContext context, ArtifactContext work) throws IOException {
        if (work.file().state() == SpoolFile.State.WHOLE) {
            admit(context, work, work.file().awaitVerified());
        }
    }

    private void admit(RunContext context, ArtifactContext work, Verified whole) {
        admission.check(context, work.export(), whole);
        note(context, work, whole);
    }

    private Optional<SpoolFile> complete(ExportEntry export, Runnable alive) {
        String id = export.manifest().id();
        return export.bytes().size() == null || export.bytes().sha256() == null
                ? services.spool().notedComplete(id, alive)
                : services.spool()
                        .complete(
                                id,
                                new Verified(
                                        export.bytes().size(), export.bytes().sha256()),
                                alive);
    }

    /** Called repeatedly during the work: keeps readers from stalling, and ends the work at the deadline. */
    private Runnable alive(RunContext context, SpoolFile file) {
        return () -> {
            file.touch();
            context.check(services.clock(), checkOf(file.exportId()));
        };
    }

    private static String checkOf(String exportId) {
        return "check of " + exportId;
    }

    /** One attempt: downloads the missing bytes and verifies the artifact; the next attempt continues it. */
    public void fetch(RunContext context, ArtifactContext work) throws IOException {
        SpoolFile file = work.file();
        if (file.state() != SpoolFile.State.WHOLE) {
            verify(context, work, allThere(file) ? Findings.NOTHING : pull(context, work));
            unchanged(context, work);
            file.catchUp(alive(context, file));
            file.complete(whole -> admit(context, work, whole));
        }
        work.settled();
        LOG.info("Run {}: {} is verified, {} bytes", context.id(), work.exportId(), file.received());
    }

    private static boolean allThere(SpoolFile file) {
        return file.expectedSize().isPresent() && file.expectedSize().getAsLong() == file.received();
    }

    /** In the ledger before any destination can have the last byte (invariants 2 and 3). */
    private void note(RunContext context, ArtifactContext work, Verified verified) {
        context.ledger()
                .exports()
                .recordVerified(
                        work.exportId(),
                        verified,
                        services.node(),
                        SidecarBuilder.event(services, context, work.export(), verified));
        work.verified(services.ledger().exports().find(work.exportId()).orElseThrow());
    }

    /** Reads the artifact while it arrives: what an inspection has found good by the end needs no second reading. */
    private Findings pull(RunContext context, ArtifactContext work) throws IOException {
        SpoolFile file = work.file();
        try (Inspection inspection = Inspection.begin(file, facts(work.export().manifest()))) {
            download(context, work);
            file.arrived();
            return inspection.await(alive(context, file));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StopRequested("The check of " + file.exportId());
        }
    }

    static ArtifactFacts facts(Manifest manifest) {
        return new ArtifactFacts(
                manifest.scope().format(),
                manifest.artifact().contentType(),
                manifest.artifact().downloadName(),
                manifest.artifact().sizeBytes());
    }

    private void download(RunContext context, ArtifactContext work) {
        SpoolFile file = work.file();
        Manifest manifest = work.export().manifest();
        DownloadCall call = new DownloadCall(
                work.export().owner().project(),
                manifest.id(),
                context.job().name(),
                context.id(),
                manifest.artifact().sizeBytes());
        space.await(context, file, manifest.artifact().sizeBytes());
        Runnable breakOff = () -> downloader.cancel(file.exportId());
        try (Deadlines.Guarded guarded = deadlines.guard(context.deadline(), breakOff);
                OwnedRun.Registration broken = context.ownedRun().onLoss(breakOff)) {
            downloader.fetch(call, new SpoolTarget(file, space, alive(context, file)), () -> {
                file.touch();
                context.check(
                        services.clock(), "download of " + file.exportId()); // it may have come before there was any
            });
        } catch (TransientFailure e) {
            context.ownedRun().check();
            if (context.deadline().isPassed(services.clock())) {
                throw Deadlines.passed("The download of " + file.exportId(), context, e);
            }
            throw e;
        } finally {
            space.release(file);
        }
    }

    private void verify(RunContext context, ArtifactContext work, Findings found) throws IOException {
        try {
            Manifest manifest = work.export().manifest();
            ArtifactFacts facts = facts(manifest);
            Path path = work.file().path();
            Runnable alive = alive(context, work.file());
            Verifier.verify(path, facts, found, alive);
            TableRows.check(path, facts, rows(manifest), alive);
        } catch (TransientFailure | PermanentFailure e) {
            if (badBytes(e)) {
                work.file().restart(); // the next attempt or replay downloads again
            }
            throw e;
        }
    }

    /** Whether the bytes may still be good, and could only not be read this time. */
    static boolean isReadableAgain(ExportFailure failure) {
        return failure.is(FailureCode.INTERRUPTED) || failure.is(FailureCode.SPOOL_READ_FAILED);
    }

    /** Whether the bytes themselves are bad: a retry or replay then downloads new ones. */
    private static boolean badBytes(ExportFailure failure) {
        return !isReadableAgain(failure) && !failure.is(FailureCode.DEADLINE);
    }

    /** Row counts of a schema export are not rows of data. */
    static @Nullable Long rows(Manifest manifest) {
        return manifest.scope().kind().equals("schema_export")
                ? null
                : manifest.artifact().rowCount();
    }

    /** A replay after the spool was lost downloads again: the bytes that some destinations have must not change. */
    private void unchanged(RunContext context, ArtifactContext work) throws IOException {
        String before = work.export().bytes().sha256();
        boolean delivered = services.ledger().deliveries().ofExport(work.exportId()).stream()
                .anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
        if (before == null || !delivered) {
            return;
        }
        String now = Hashes.sha256(work.file().path(), alive(context, work.file()));
        if (!before.equals(now)) {
            throw new PermanentFailure(
                    FailureCode.ARTIFACT_CHANGED,
                    "Export " + work.exportId() + " now has SHA-256 " + now + ", but " + before
                            + " was delivered before",
                    "Discard the dead letter and run the job again for a new export.");
        }
    }
}
