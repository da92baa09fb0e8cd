package io.exportroutes.route;

import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.spool.SpoolFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The artifact that a run moves, as the exchange variable {@code artifact}: its entry in the ledger and its spool file. */
public final class ArtifactContext {
    static final String VARIABLE = "artifact";

    private final ExportEntry export;
    private final SpoolFile file;
    private final OwnedRun.Registration whenLost;
    private volatile @Nullable ExportEntry verified;

    /**
     * If the run is lost, the file's readers and its writer end; the run's next owner continues with the bytes in a new
     * object. {@link #settled} ends that.
     */
    public ArtifactContext(RunContext run, ExportEntry export, SpoolFile file) {
        this.export = export;
        this.file = file;
        this.whenLost = run.ownedRun().untilLost(file::fail);
    }

    /** The entry as it was when the artifact was opened. */
    ExportEntry export() {
        return export;
    }

    SpoolFile file() {
        return file;
    }

    String exportId() {
        return export.manifest().id();
    }

    /** Records that the ledger has the artifact as VERIFIED. */
    void verified(ExportEntry entry) {
        verified = entry;
    }

    /** Size and SHA-256 as recorded with VERIFIED, before any reader has the last byte. */
    ExportEntry verified() {
        return Objects.requireNonNull(verified, () -> exportId() + " was read completely before it was verified");
    }

    /** The artifact is complete or has failed: releases its memory, as a run may have a hundred thousand. */
    void settled() {
        whenLost.close();
    }
}
