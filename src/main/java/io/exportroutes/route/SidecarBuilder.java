package io.exportroutes.route;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.ledger.ChainEvent;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.SafeName;
import io.exportroutes.value.Verified;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the sidecar of an artifact from what the ledger recorded, so that a repeat writes the same one. */
final class SidecarBuilder {
    private SidecarBuilder() {}

    /** The sidecar for a destination: the entry of the job's chain of custody, where it has one. */
    static Content content(Ledger ledger, DeliveryOrder order) {
        Sidecar sidecar = of(order);
        Chains chains = ledger.deliveries().copies().chains();
        return chains.areKept()
                ? chains.stored(order.exportId(), sidecar.artifact().sha256())
                        .map(entry -> sidecar.content(entry.entry()))
                        .orElseGet(sidecar::content)
                : sidecar.content();
    }

    /** What the chain of custody of the run's job tells of an artifact that becomes VERIFIED; null where there is no chain. */
    static @Nullable ChainEvent event(Ledger ledger, RunContext run, ExportEntry export, Verified bytes) {
        return ledger.deliveries().copies().chains().areWritten()
                ? ChainEvent.stored(run.run().job(), export.manifest().id(), (entry, now) -> of(run, export, bytes, now)
                        .addTo(entry))
                : null;
    }

    /** As {@link #event} for each of several artifacts, by export id; none where there is no chain. */
    static Map<String, ChainEvent> events(Ledger ledger, RunContext run, Map<String, Verified> verified) {
        Map<String, ChainEvent> events = new HashMap<>();
        if (ledger.deliveries().copies().chains().areWritten()) {
            for (ExportEntry export : ledger.exports().find(List.copyOf(verified.keySet()))) {
                String id = export.manifest().id();
                ChainEvent event = event(ledger, run, export, Objects.requireNonNull(verified.get(id)));
                if (event != null) {
                    events.put(id, event);
                }
            }
        }
        return events;
    }

    private static Sidecar of(DeliveryOrder order) {
        ExportEntry export = order.artifact().verified();
        return of(
                order.run(),
                export,
                new Verified(
                        present(export.bytes().size()), present(export.bytes().sha256())),
                present(export.bytes().verifiedAt()));
    }

    private static Sidecar of(RunContext run, ExportEntry export, Verified bytes, Instant verifiedAt) {
        String name = export.manifest().artifact().downloadName();
        return new Sidecar(
                export.manifest(),
                new Sidecar.Artifact(
                        SafeName.of(name == null ? export.manifest().id() : name), bytes.size(), bytes.sha256()),
                new Sidecar.Origin(
                        run.id(),
                        run.run().job(),
                        export.owner().project(),
                        run.run().origin().scheduledFor(),
                        verifiedAt),
                new Sidecar.Writer("export-routes " + Versions.PROGRAM, Versions.CAMEL),
                export.owner().release());
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
