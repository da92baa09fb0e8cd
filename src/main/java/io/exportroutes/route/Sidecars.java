package io.exportroutes.route;

import io.exportroutes.delivery.SafeName;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import java.time.Duration;

/** Makes the sidecar of an artifact from the ledger, so that a repeat writes the same one. */
final class Sidecars {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Services services;

    Sidecars(Services services) {
        this.services = services;
    }

    Sidecar of(DeliveryOrder order) {
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
                "export-routes " + Versions.PROGRAM,
                Versions.CAMEL,
                export.release());
    }

    /** A fast destination may have the last byte a moment before the ledger has the artifact's hash. */
    private ExportEntry verified(DeliveryOrder order) {
        while (true) {
            ExportEntry export = services.ledger()
                    .exports()
                    .find(order.exportId())
                    .orElseThrow(() -> new IllegalStateException("The ledger lost " + order.exportId()));
            if (export.state() == ExportState.VERIFIED) {
                return export;
            }
            services.stopping().pause(LOOK, "Delivery " + order.id());
            order.run().hold().check();
        }
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value) {
        return java.util.Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
