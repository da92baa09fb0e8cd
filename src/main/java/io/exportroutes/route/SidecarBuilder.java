package io.exportroutes.route;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.SafeName;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from the ledger, so that a repeat writes the same one. */
final class SidecarBuilder {
    private final RunServices services;

    SidecarBuilder(RunServices services) {
        this.services = services;
    }

    Sidecar of(DeliveryOrder order, @Nullable Confirmation confirmation) {
        ExportEntry export = verified(order);
        String name = export.manifest().downloadName();
        RunContext run = order.run();
        return new Sidecar(
                export.manifest(),
                export.project(),
                run.run().job(),
                run.id(),
                run.run().scheduledFor(),
                present(export.verifiedAt()),
                SafeName.of(name == null ? order.exportId() : name),
                present(export.size()),
                present(export.sha256()),
                confirmation,
                "export-routes " + Versions.PROGRAM,
                Versions.CAMEL,
                export.release());
    }

    /** What had all of the artifact had it after the ledger knew it as verified. */
    private ExportEntry verified(DeliveryOrder order) {
        return services.ledger()
                .exports()
                .find(order.exportId())
                .filter(export -> export.state() == ExportState.VERIFIED)
                .orElseThrow(() -> new TransientFailure(
                        FailureCode.NOT_VERIFIED,
                        "The ledger does not have " + order.exportId() + " as verified",
                        "It is tried again; if it stays, look at the run with show"));
    }

    private static <T> T present(@Nullable T value) {
        return java.util.Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
