package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verified exports whose bytes are out of reach: they stay verified whatever the API says, and their deliveries wait. */
final class VerifiedBytes {
    private static final Logger LOG = LoggerFactory.getLogger(VerifiedBytes.class);

    private final RunServices services;

    VerifiedBytes(RunServices services) {
        this.services = services;
    }

    /** Whether another node's spool may have the bytes: a failure here then makes the export neither LOST nor FAILED. */
    boolean mayBeElsewhere(ExportEntry export) {
        if (export.state() != ExportState.VERIFIED) {
            return false;
        }
        String node = export.bytes().spooledOn();
        return node == null ? services.ledger().nodes().shared() : !node.equals(services.node());
    }

    /** Whether the bytes are still verified after the failure: they are on another node, or only this read failed. */
    boolean outlast(ExportEntry export, ExportFailure failure) {
        return mayBeElsewhere(export)
                || (export.state() == ExportState.VERIFIED && ArtifactDownloader.isReadableAgain(failure));
    }

    /** Makes the open deliveries dead letters. A new export would differ from the artifact that some destinations may have. */
    void deadLetterOpenDeliveries(ExportEntry export, RunContext context, ExportFailure failure) {
        ExportFailure reason = mayBeElsewhere(export) ? outOfReach(export, failure) : failure;
        for (Delivery delivery :
                services.ledger().deliveries().ofExport(export.manifest().id())) {
            if (!delivery.state().settled()) {
                context.ledger().deliveries().markDead(delivery.exportId(), delivery.destination(), reason);
                services.outcomes().ended(DeliveryEnd.DEAD, 1);
                LOG.error("Run {}: delivery {} is a dead letter: {}", context.id(), delivery.id(), reason.getMessage());
            }
        }
    }

    private static PermanentFailure outOfReach(ExportEntry export, ExportFailure failure) {
        String node = export.bytes().spooledOn() == null
                ? "another node"
                : "node " + export.bytes().spooledOn();
        return new PermanentFailure(
                FailureCode.BYTES_ON_OTHER_NODE,
                "The verified bytes of " + export.manifest().id() + " are in the spool of " + node
                        + ", and the API does not provide them: " + failure.getMessage(),
                "Start that node with its state folder and replay; or discard it.");
    }
}
