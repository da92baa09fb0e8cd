package io.exportroutes.route;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.SafeName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from what the ledger recorded, so that a repeat writes the same one. */
final class SidecarBuilder {
    private SidecarBuilder() {}

    static Sidecar of(DeliveryOrder order, @Nullable Confirmation confirmation) {
        ExportEntry export = order.artifact().verified();
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

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
