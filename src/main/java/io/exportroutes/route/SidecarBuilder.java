package io.exportroutes.route;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.SafeName;
import io.exportroutes.value.Verified;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from what the ledger recorded, so that a repeat writes the same one. */
final class SidecarBuilder {
    private SidecarBuilder() {}

    /** @param encrypted what is stored where the order's artifact is encrypted; null where it is not */
    static Sidecar of(DeliveryOrder order, Sidecar.@Nullable Encrypted encrypted) {
        ExportEntry export = order.artifact().verified();
        RunContext run = order.run();
        return new Sidecar(
                export.manifest(),
                new Sidecar.Artifact(
                        plainName(order),
                        new Verified(
                                present(export.bytes().size()),
                                present(export.bytes().sha256())),
                        encrypted),
                new Sidecar.Origin(
                        run.id(),
                        run.run().job(),
                        export.owner().project(),
                        run.run().origin().scheduledFor(),
                        present(export.bytes().verifiedAt())),
                new Sidecar.Writer("export-routes " + Versions.PROGRAM, Versions.CAMEL),
                export.owner().release());
    }

    /** The name of what the order delivers. */
    static String name(DeliveryOrder order) {
        return order.recipients() == null ? plainName(order) : plainName(order) + RecipientSet.SUFFIX;
    }

    private static String plainName(DeliveryOrder order) {
        String name = order.artifact().export().manifest().artifact().downloadName();
        return SafeName.of(name == null ? order.exportId() : name);
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
