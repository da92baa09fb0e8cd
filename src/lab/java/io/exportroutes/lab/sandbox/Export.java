package io.exportroutes.lab.sandbox;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One export of the sandbox: what never changes, and where it stands at a given time. */
final class Export {
    private final String id;
    private final PlantedExport facts;
    private final Instant created;
    private final Instant readyAt;
    private volatile CompletableFuture<Artifact> artifact;
    private volatile @Nullable Instant expires;

    /** @param readyAt null for an export that was planted, whose status stays as it is */
    Export(
            String id,
            PlantedExport facts,
            Instant created,
            @Nullable Instant readyAt,
            CompletableFuture<Artifact> artifact) {
        this.id = id;
        this.facts = facts;
        this.created = created;
        this.readyAt = readyAt == null ? Instant.MIN : readyAt;
        this.artifact = artifact;
        this.expires = facts.availability().expires();
    }

    String id() {
        return id;
    }

    PlantedExport facts() {
        return facts;
    }

    Instant created() {
        return created;
    }

    /** The artifact, or null while it is being made. */
    @Nullable
    Artifact artifact() {
        return artifact.isDone() ? artifact.join() : null;
    }

    void replaceArtifact(Artifact other) {
        artifact = CompletableFuture.completedFuture(other);
    }

    void expire(Instant now) {
        expires = now;
    }

    Standing standing(Instant now) {
        Instant end = expires;
        boolean expired = end != null && !end.isAfter(now);
        boolean planted = readyAt.equals(Instant.MIN);
        if (planted) {
            String status = facts.availability().status();
            boolean missing = status.equals("not_found");
            return new Standing(status, missing ? "file_missing" : null, missing ? created : null, end, expired);
        }
        if (now.isBefore(readyAt) || !artifact.isDone()) {
            return new Standing("pending", null, null, end, expired);
        }
        return expired
                ? new Standing("not_found", "expired", end, end, true)
                : new Standing("ready", null, null, end, false);
    }

    /**
     * Where an export stands.
     *
     * @param missing when the artifact was found missing, or null
     * @param expired whether the download answers {@code export_expired}
     */
    record Standing(
            String status,
            @Nullable String reason,
            @Nullable Instant missing,
            @Nullable Instant expires,
            boolean expired) {
        /** What the faults make of it. */
        Standing under(TakenFaults faults, Instant now) {
            if (faults.has(FaultKind.EXPIRED)) {
                return new Standing("not_found", "expired", now, now, true);
            }
            if (faults.has(FaultKind.NOT_FOUND)) {
                return new Standing("not_found", "file_missing", now, expires, false);
            }
            return status.equals("ready") && faults.has(FaultKind.NEVER_READY)
                    ? new Standing("pending", null, null, expires, false)
                    : this;
        }
    }
}
