package io.exportroutes.route;

import io.exportroutes.delivery.SafeName;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.SpooledContent;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from the ledger, so that a repeat writes the same one. */
final class Sidecars {
    /** How soon a wait for the artifact notices that there is no sense in it any more. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Services services;

    Sidecars(Services services) {
        this.services = services;
    }

    /**
     * @throws IOException where the artifact will not be verified; the cause is the failure
     * @throws io.exportroutes.failure.ExportFailure where there is no more time to wait for it
     */
    Sidecar of(DeliveryOrder order, @Nullable Confirmation confirmation) throws IOException {
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

    /** A Kamelet that keeps nothing may return before the artifact is verified, which the ledger knows before any reader. */
    private ExportEntry verified(DeliveryOrder order) throws IOException {
        SpooledContent content =
                new SpooledContent(order.artifact().file(), order.destination().name(), "", Map.of());
        while (!content.awaitVerified(LOOK)) {
            services.stopping().check("Delivery " + order.id());
            order.run().check(services.clock(), "delivery " + order.id());
        }
        return services.ledger()
                .exports()
                .find(order.exportId())
                .filter(export -> export.state() == ExportState.VERIFIED)
                .orElseThrow(() -> new PassingFailure(
                        "not_verified",
                        "The ledger does not have " + order.exportId() + " as verified",
                        "It is tried again; if it stays, look at the run with show"));
    }

    private static <T> T present(@Nullable T value) {
        return java.util.Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
