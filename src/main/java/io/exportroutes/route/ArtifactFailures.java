package io.exportroutes.route;

import io.exportroutes.config.ExportKind;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code artifactFailures}: settles a failed artifact after its route configuration has decided about retries.
 * The other artifacts of the run are not concerned. {@code artifact} is null if the spool could not open it.
 */
public final class ArtifactFailures {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFailures.class);

    private final RunServices services;
    private final FailureReader failures;
    private final VerifiedBytes bytes;
    private final RetryLimit limit;

    public ArtifactFailures(RunServices services, FailureReader failures) {
        this.services = services;
        this.failures = failures;
        this.bytes = new VerifiedBytes(services);
        this.limit = new RetryLimit(services);
    }

    /** Whether there may be another attempt. */
    public boolean mayRetry(RunContext run, @Nullable Attempts attempts) {
        return limit.allows(run, attempts);
    }

    /** The export is gone: lost for a sweep, requested again, once, for a run that made it. */
    public void replace(
            RunContext run,
            ExportEntry export,
            @Nullable ArtifactContext artifact,
            @Nullable Attempts attempts,
            Exception thrown) {
        RunFailures.whileOurs(run, () -> {
            ExportFailure failure = failures.of(thrown);
            end(artifact, failure);
            if (bytes.mayBeElsewhere(export) || isDelivered(export)) {
                bytes.deadLetterOpenDeliveries(export, run, failure);
            } else if (run.job().request().kind() == ExportKind.EXISTING) {
                lose(run, export, failure);
            } else if (RunFailures.renew(services, run, failure)) {
                forget(export);
            } else {
                record(run, export, artifact, attempts, thrown);
            }
        });
    }

    private boolean isDelivered(ExportEntry export) {
        return services.ledger().deliveries().ofExport(export.manifest().id()).stream()
                .anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private void lose(RunContext run, ExportEntry export, ExportFailure failure) {
        run.ledger()
                .exports()
                .recordLost(export.manifest(), export.owner().project(), run.id(), failure, Spooled.NOWHERE);
        forget(export);
        LOG.warn("Run {}: {} is lost: {}", run.id(), export.manifest().id(), failure.getMessage());
    }

    private void forget(ExportEntry export) {
        SpoolCleaner.remove(services, export.manifest().id());
    }

    private static void end(@Nullable ArtifactContext artifact, ExportFailure failure) {
        if (artifact != null) {
            artifact.file().fail(failure);
            artifact.settled();
        }
    }

    /**
     * No attempt is left, or none would help: kept with its reason, to be replayed or discarded. If the program is about to
     * stop, it stays as it is for the next start.
     */
    public void record(
            RunContext run,
            ExportEntry export,
            @Nullable ArtifactContext artifact,
            @Nullable Attempts attempts,
            Exception thrown) {
        RunFailures.whileOurs(run, () -> {
            String subject = "download " + export.manifest().id() + " of run " + run.id();
            ExportFailure failure = failures.outcome(thrown, run, attempts, subject);
            if (failure instanceof PermanentFailure || !services.stopping().requested()) {
                end(artifact, failure);
                record(run, export, failure);
            }
        });
    }

    private void record(RunContext run, ExportEntry export, ExportFailure failure) {
        String id = export.manifest().id();
        services.spool().rest(id);
        if (failure instanceof RefusedFailure) {
            LOG.error("Run {}: {} is REFUSED: {} {}", run.id(), id, failure.getMessage(), failure.hint());
            return; // the ledger has it so, and the spool keeps its bytes for a release
        }
        boolean late = failure.is(FailureCode.DEADLINE);
        if (late && export.state() == ExportState.VERIFIED) {
            return; // its bytes are good, but there was no time to read them again; its deliveries end with the run
        }
        if (bytes.outlast(export, failure) || !run.ledger().exports().fail(id, failure)) {
            bytes.deadLetterOpenDeliveries(export, run, failure);
        }
        if (failure.is(FailureCode.SPOOL_FULL)) {
            services.spool().remove(id); // others need the space that the unverified part holds
        }
        if (late) {
            // Logged once for all artifacts, when the run is settled
            LOG.debug("Run {}: {} is cancelled: {}", run.id(), id, failure.getMessage());
        } else {
            LOG.error("Run {}: {} failed: {}", run.id(), id, failure.getMessage());
        }
    }
}
