package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.download.DownloadCall;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.Hashes;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.WholeArtifact;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.TableRows;
import io.exportroutes.spool.verify.Verifier;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code smallArtifacts}: several small artifacts from the API into the spool, verified, with one sync to the disk and one
 * write to the ledger. What fails leaves the batch: the ordinary way records why, and tries it again where that helps.
 */
public final class SmallArtifacts {
    private static final Logger LOG = LoggerFactory.getLogger(SmallArtifacts.class);

    /** The largest artifact that travels in a batch, in bytes: it is held in memory. */
    static final long LARGEST = 1 << 20;

    /** So many artifacts, and bytes, are one batch. */
    static final int MOST = 64;

    static final long MOST_BYTES = 8 << 20;

    /** All batches of this process together: an eighth of the heap, and at most 32 MiB. */
    private static final int ALL_KILOBYTES =
            (int) Math.min(32 << 10, Runtime.getRuntime().maxMemory() / 8 / 1024);

    private static final Semaphore MEMORY = new Semaphore(ALL_KILOBYTES, true);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final RunServices services;
    private final Downloader downloader;
    private final Deadlines deadlines;
    private final GuardCheck guard;
    private final SpoolSpace space;
    private final SmallRefusals refusals;

    /** @param outcomes settles what a guard refuses */
    public SmallArtifacts(RunServices services, Downloader downloader, ArtifactFailures outcomes) {
        this.services = services;
        this.downloader = downloader;
        this.deadlines = new Deadlines(services.clock());
        this.guard = new GuardCheck(services);
        this.space = new SpoolSpace(services);
        this.refusals = new SmallRefusals(services, outcomes);
    }

    /**
     * Fetches, checks and stores them, in this order, so that none is VERIFIED before its bytes are on the disk. The others go
     * back to those that are pending, each to be moved by itself.
     *
     * @return those that are in the spool, and VERIFIED in the ledger
     * @throws TakenOverFailure if another worker has the run
     * @throws io.exportroutes.failure.StopRequested if the program stops
     */
    public List<ArtifactContext> fetch(RunContext run, SmallExports small, PendingArtifacts pending) {
        run.ownedRun().check();
        services.stopping().check("Run " + run.id());
        List<ExportEntry> exports = small.exports();
        Settled settled = fetch(run, exports, pending);
        Set<String> left = new LinkedHashSet<>();
        exports.forEach(export -> left.add(export.manifest().id()));
        settled.verified().forEach(work -> left.remove(work.exportId()));
        left.removeAll(settled.refused());
        left.forEach(pending::putBack);
        return settled.verified();
    }

    /** Those that need no further step here. */
    private record Settled(List<ArtifactContext> verified, Set<String> refused) {
        static final Settled NONE = new Settled(List.of(), Set.of());
    }

    /** What came whole: the guard lets one pass, and refuses the other. */
    private record Fetched(List<WholeArtifact> good, List<SmallRefusals.Refused> refused) {}

    private Settled fetch(RunContext run, List<ExportEntry> exports, PendingArtifacts pending) {
        String name = "batch of " + exports.get(0).manifest().id();
        long bytes = exports.stream().mapToLong(SmallArtifacts::size).sum();
        if (!space.reserve(name, bytes)) {
            return Settled.NONE;
        }
        int memory = 0;
        try {
            memory = takeMemory(run, bytes);
            Fetched fetched = download(run, exports, pending);
            return new Settled(record(run, fetched.good()), refusals.settle(run, fetched.refused()));
        } finally {
            MEMORY.release(memory);
            space.release(name);
        }
    }

    static long size(ExportEntry export) {
        return Objects.requireNonNullElse(export.manifest().artifact().sizeBytes(), 0L);
    }

    /** Waits until so many bytes of batches may be in memory; returns what is to be given back. */
    private int takeMemory(RunContext run, long bytes) {
        int kilobytes = (int) Math.min(ALL_KILOBYTES, bytes / 1024 + 1);
        while (!MEMORY.tryAcquire(kilobytes)) {
            services.stopping().pause(LOOK, "Run " + run.id());
            run.check(services.clock(), "batch of small exports");
        }
        return kilobytes;
    }

    private Fetched download(RunContext run, List<ExportEntry> exports, PendingArtifacts pending) {
        Fetched fetched = new Fetched(new ArrayList<>(), new ArrayList<>());
        AtomicReference<@Nullable String> current = new AtomicReference<>();
        Runnable breakOff = () -> {
            String id = current.get();
            if (id != null) {
                downloader.cancel(id);
            }
        };
        try (Deadlines.Guarded guarded = deadlines.guard(run.deadline(), breakOff);
                OwnedRun.Registration broken = run.ownedRun().onLoss(breakOff)) {
            for (ExportEntry export : exports) {
                if (services.stopping().requested() || run.deadline().isPassed(services.clock())) {
                    break;
                }
                current.set(export.manifest().id());
                tryOne(run, export, pending).ifPresent(artifact -> ask(run, export, artifact, fetched));
            }
        }
        run.ownedRun().check();
        return fetched;
    }

    private void ask(RunContext run, ExportEntry export, WholeArtifact artifact, Fetched fetched) {
        RefusedFailure refusal = guard.refusal(run, export, artifact.verified());
        if (refusal == null) {
            fetched.good().add(artifact);
        } else {
            fetched.refused().add(new SmallRefusals.Refused(export, artifact, refusal));
        }
    }

    private Optional<WholeArtifact> tryOne(RunContext run, ExportEntry export, PendingArtifacts pending) {
        String id = export.manifest().id();
        if (export.bytes().sha256() != null || services.spool().holds(id)) {
            return Optional.empty(); // bytes of before are in the spool, or at a destination
        }
        try {
            byte[] bytes = download(run, export);
            check(run, export, bytes);
            return Optional.of(new WholeArtifact(id, bytes, new Verified(bytes.length, Hashes.sha256(bytes))));
        } catch (TakenOverFailure | StopRequested ended) {
            throw ended;
        } catch (ExportFailure e) {
            pending.failed(id, e);
        } catch (IOException | RuntimeException e) {
            LOG.info("Run {}: {} leaves its batch and is tried again by itself: {}", run.id(), id, e.toString());
        }
        return Optional.empty();
    }

    /** The batch failed as a whole: each of it is to be moved by itself. */
    public void giveUp(RunContext run, SmallExports small, PendingArtifacts pending, Exception thrown) {
        LOG.warn(
                "Run {}: {} exports are moved one by one: {}",
                run.id(),
                small.exports().size(),
                thrown.toString());
        small.exports().forEach(export -> pending.putBack(export.manifest().id()));
    }

    /** What failed in a batch fails here, as the first attempt of its own: its route decides what follows. */
    public void raise(PendingArtifacts pending, ArtifactContext artifact) {
        ExportFailure failure = pending.takeFailure(artifact.exportId());
        if (failure != null) {
            throw failure;
        }
    }

    private byte[] download(RunContext run, ExportEntry export) {
        Manifest manifest = export.manifest();
        MemoryTarget target = new MemoryTarget(size(export));
        DownloadCall call = new DownloadCall(
                export.owner().project(),
                manifest.id(),
                run.job().name(),
                run.id(),
                manifest.artifact().sizeBytes());
        downloader.fetch(call, target, () -> run.check(services.clock(), "download of " + manifest.id()));
        return target.bytes();
    }

    /** The checks read files, as zips are read from their end: the bytes are in one for so long, which is not synced. */
    private void check(RunContext run, ExportEntry export, byte[] bytes) throws IOException {
        Path scratch = services.spool().scratch();
        try {
            try (FileChannel channel =
                    OwnerOnly.open(scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            Manifest manifest = export.manifest();
            ArtifactFacts facts = ArtifactDownloader.facts(manifest);
            Runnable alive = () -> run.check(services.clock(), "check of " + manifest.id());
            Verifier.verify(scratch, facts, Findings.NOTHING, alive);
            TableRows.check(scratch, facts, ArtifactDownloader.rows(manifest), alive);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /** Bytes on the disk first, then the ledger; a destination hears of them only after both. */
    private List<ArtifactContext> record(RunContext run, List<WholeArtifact> whole) {
        if (whole.isEmpty()) {
            return List.of();
        }
        try {
            Map<String, SpoolFile> files = new LinkedHashMap<>();
            services.spool().store(whole).forEach(file -> files.put(file.exportId(), file));
            Map<String, Verified> verified = new LinkedHashMap<>();
            whole.stream()
                    .filter(artifact -> files.containsKey(artifact.exportId()))
                    .forEach(artifact -> verified.put(artifact.exportId(), artifact.verified()));
            List<String> recorded = run.ledger()
                    .batches()
                    .recordVerified(verified, services.node(), SidecarBuilder.events(services, run, verified));
            LOG.info(
                    "Run {}: {} artifacts are verified, {} … {}",
                    run.id(),
                    recorded.size(),
                    first(recorded),
                    last(recorded));
            return services.ledger().exports().find(recorded).stream()
                    .map(export -> context(run, export, files))
                    .toList();
        } catch (TakenOverFailure lost) {
            throw lost;
        } catch (ExportFailure e) {
            LOG.warn("Run {}: {} artifacts are tried again one by one: {}", run.id(), whole.size(), e.getMessage());
            return List.of();
        }
    }

    private static ArtifactContext context(RunContext run, ExportEntry export, Map<String, SpoolFile> files) {
        SpoolFile file = Objects.requireNonNull(files.get(export.manifest().id()));
        ArtifactContext context = new ArtifactContext(run, export, file);
        context.verified(export);
        context.settled();
        return context;
    }

    private static String first(List<String> ids) {
        return ids.isEmpty() ? "none" : ids.get(0);
    }

    private static String last(List<String> ids) {
        return ids.isEmpty() ? "" : ids.get(ids.size() - 1);
    }
}
