package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.ledger.ChainEvent;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
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

    /** What of the artifact is stored. */
    private record Bytes(Verified plain, Sidecar.@Nullable Encrypted encrypted) {}

    /**
     * The sidecar for a destination: the entry of the job's chain of custody, where it has one.
     *
     * @param encrypted what is stored where the order's artifact is encrypted; null where it is not
     */
    static Content content(RunServices services, DeliveryOrder order, Sidecar.@Nullable Encrypted encrypted) {
        ExportEntry export = order.artifact().verified();
        Sidecar sidecar = of(
                order.run(),
                export,
                new Bytes(plain(export), encrypted),
                present(export.bytes().verifiedAt()));
        Chains chains = chains(services);
        return chains.areKept()
                ? chains.stored(order.exportId(), sidecar.artifact().stored().sha256())
                        .map(entry -> sidecar.content(entry.entry()))
                        .orElseGet(sidecar::content)
                : sidecar.content();
    }

    private static Verified plain(ExportEntry export) {
        return new Verified(
                present(export.bytes().size()), present(export.bytes().sha256()));
    }

    private static Chains chains(RunServices services) {
        return services.ledger().deliveries().copies().chains();
    }

    /**
     * What the chain of custody of the run's job tells of an artifact that becomes VERIFIED; null where there is no chain, and where all
     * destinations get it encrypted.
     */
    static @Nullable ChainEvent event(RunServices services, RunContext run, ExportEntry export, Verified bytes) {
        return chains(services).areWritten() && isStoredPlain(services, run)
                ? ChainEvent.stored(run.run().job(), export.manifest().id(), (entry, now) -> of(
                                run, export, new Bytes(bytes, null), now)
                        .addTo(entry))
                : null;
    }

    /** As {@link #event}, of an artifact that was encrypted. */
    static @Nullable ChainEvent event(RunServices services, DeliveryOrder order, Sidecar.Encrypted encrypted) {
        ExportEntry export = order.artifact().verified();
        Instant verifiedAt = present(export.bytes().verifiedAt());
        return chains(services).areWritten()
                ? ChainEvent.stored(order.run().run().job(), order.exportId(), (entry, now) -> of(
                                order.run(), export, new Bytes(plain(export), encrypted), verifiedAt)
                        .addTo(entry))
                : null;
    }

    private static boolean isStoredPlain(RunServices services, RunContext run) {
        return run.job().destinations().stream().anyMatch(name -> {
            DestinationConfig destination = services.config().destinations().get(name);
            return destination != null && destination.encryption() == null;
        });
    }

    /** As {@link #event} for each of several artifacts, by export id; none where there is no chain. */
    static Map<String, ChainEvent> events(RunServices services, RunContext run, Map<String, Verified> verified) {
        Map<String, ChainEvent> events = new HashMap<>();
        if (chains(services).areWritten()) {
            for (ExportEntry export : services.ledger().exports().find(List.copyOf(verified.keySet()))) {
                String id = export.manifest().id();
                ChainEvent event = event(services, run, export, Objects.requireNonNull(verified.get(id)));
                if (event != null) {
                    events.put(id, event);
                }
            }
        }
        return events;
    }

    private static Sidecar of(RunContext run, ExportEntry export, Bytes bytes, Instant verifiedAt) {
        return new Sidecar(
                export.manifest(),
                new Sidecar.Artifact(plainName(export), bytes.plain(), bytes.encrypted()),
                new Sidecar.Origin(
                        run.id(),
                        run.run().job(),
                        export.owner().project(),
                        run.run().origin().scheduledFor(),
                        verifiedAt),
                new Sidecar.Writer("export-routes " + Versions.PROGRAM, Versions.CAMEL),
                export.owner().release());
    }

    /** The name of what the order delivers. */
    static String name(DeliveryOrder order) {
        String plain = plainName(order.artifact().export());
        return order.recipients() == null ? plain : plain + RecipientSet.SUFFIX;
    }

    private static String plainName(ExportEntry export) {
        String name = export.manifest().artifact().downloadName();
        return SafeName.of(name == null ? export.manifest().id() : name);
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a VERIFIED export has its facts");
    }
}
