package io.exportroutes.lab.sandbox;

import io.exportroutes.lab.sandbox.FaultKind.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are planted now, in order, and those that were: a fault that nothing met proves nothing, so whoever
 * plants one can ask whether it struck. Safe for use by several threads.
 */
public final class SandboxFaults {
    private final List<PlantedFault> all = new ArrayList<>();

    SandboxFaults(Collection<Fault> first) {
        first.forEach(this::plant);
    }

    public synchronized void plant(Fault fault) {
        all.add(new PlantedFault(fault, null));
    }

    /** Plants what {@link Fault#parse} reads. */
    public void plant(String text) {
        plant(Fault.parse(text));
    }

    /**
     * Plants what {@link Fault#parse} reads and need not strike.
     *
     * @param reason why it may never do so: for whoever reads the test
     */
    public synchronized void plantInReserve(String text, String reason) {
        all.add(new PlantedFault(Fault.parse(text), Objects.requireNonNull(reason)));
    }

    /** Takes all of them away. What each of them did stays known. */
    public synchronized void clear() {
        all.forEach(PlantedFault::remove);
    }

    /** As if these had been planted first: what the former ones did is forgotten. */
    synchronized void replace(Collection<Fault> faults) {
        all.clear();
        faults.forEach(this::plant);
    }

    /** What is still planted, each with the times that are left. */
    public synchronized List<Fault> planted() {
        return present().stream().map(PlantedFault::left).toList();
    }

    /**
     * The faults that proved nothing, in words: what never struck; what is still planted for a number of times; what a
     * call took without effect. What {@link #clear} took away had to strike once.
     */
    public synchronized List<String> idle() {
        return all.stream().map(PlantedFault::idle).filter(Objects::nonNull).toList();
    }

    /** Those that can still be taken. */
    synchronized List<PlantedFault> present() {
        return all.stream().filter(PlantedFault::isPlanted).toList();
    }

    /** Those that are used up or were taken away. */
    synchronized List<PlantedFault> gone() {
        return all.stream().filter(fault -> !fault.isPlanted()).toList();
    }

    /** Uses up the first fault that strikes instead of a reply, or returns null. */
    synchronized @Nullable Fault takeInstead(Operation operation) {
        PlantedFault planted = first(Stage.INSTEAD, operation);
        if (planted == null) {
            return null;
        }
        planted.strike();
        return planted.take();
    }

    /** Uses up the faults that change a reply: one that cuts it, and all others that match. */
    synchronized TakenFaults takeShaping(Operation operation, boolean rangeAsked) {
        Map<FaultKind, PlantedFault> taken = new EnumMap<>(FaultKind.class);
        PlantedFault cut = first(Stage.CUT, operation);
        if (cut != null) {
            taken.put(cut.left().kind(), cut);
        }
        for (FaultKind kind : FaultKind.values()) {
            if (kind.stage() == Stage.SHAPE || (kind.stage() == Stage.RANGE && rangeAsked)) {
                PlantedFault fault = first(kind, operation);
                if (fault != null) {
                    taken.put(kind, fault);
                }
            }
        }
        taken.values().forEach(PlantedFault::take);
        return new TakenFaults(taken);
    }

    private @Nullable PlantedFault first(Stage stage, Operation operation) {
        return present().stream()
                .filter(planted -> planted.left().kind().stage() == stage)
                .filter(planted -> strikes(planted.left(), operation))
                .findFirst()
                .orElse(null);
    }

    private @Nullable PlantedFault first(FaultKind kind, Operation operation) {
        return present().stream()
                .filter(planted -> planted.left().kind() == kind)
                .filter(planted -> strikes(planted.left(), operation))
                .findFirst()
                .orElse(null);
    }

    private static boolean strikes(Fault fault, Operation operation) {
        return fault.kind().concerns(operation) && (fault.operation() == null || fault.operation() == operation);
    }
}
