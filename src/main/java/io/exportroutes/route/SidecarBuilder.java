package io.exportroutes.route;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.SafeName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from what the ledger recorded, so that a repeat writes the same one. */
final class SidecarBuilder {
    private SidecarBuilder() {}

    static Sidecar of(DeliveryOrder order) {
        ExportEntry export = order.artifact().verified();
        String name = export.manifest().artifact().downloadName();
        RunContext run = order.run();
        return new Sidecar(
                export.manifest(),
                new Sidecar.Artifact(
                        SafeName.of(name == null ? order.exportId() : name),
                        present(export.bytes().size()),
                        present(export.bytes().sha256())),
                new Sidecar.Origin(
                        run.id(),
                        run.run().job(),
                        export.owner().project(),
                        run.run().origin().scheduledFor(),
                        present(export.bytes().verifiedAt())),
                new Sidecar.Writer("export-routes " + Versions.PROGRAM, Versions.CAMEL),
                export.owner().release());
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
