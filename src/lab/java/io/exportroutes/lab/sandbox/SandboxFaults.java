package io.exportroutes.lab.sandbox;

import io.exportroutes.lab.sandbox.FaultKind.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that are planted now, in order. Safe for use by several threads. */
public final class SandboxFaults {
    private final List<Fault> planted = new ArrayList<>();

    SandboxFaults(Collection<Fault> first) {
        planted.addAll(first);
    }

    public synchronized void plant(Fault fault) {
        planted.add(fault);
    }

    /** Plants what {@link Fault#parse} reads. */
    public void plant(String text) {
        plant(Fault.parse(text));
    }

    public synchronized void clear() {
        planted.clear();
    }

    synchronized void replace(Collection<Fault> faults) {
        planted.clear();
        planted.addAll(faults);
    }

    /** What is still planted, each with the times that are left. */
    public synchronized List<Fault> planted() {
        return List.copyOf(planted);
    }

    /** Uses up the first fault that strikes instead of a reply, or returns null. */
    synchronized @Nullable Fault takeInstead(Operation operation) {
        return takeFirst(Stage.INSTEAD, operation);
    }

    /** Uses up the faults that change a reply: one that cuts it, and all others that match. */
    synchronized TakenFaults takeShaping(Operation operation, boolean rangeAsked) {
        Map<FaultKind, Fault> taken = new EnumMap<>(FaultKind.class);
        Fault cut = takeFirst(Stage.CUT, operation);
        if (cut != null) {
            taken.put(cut.kind(), cut);
        }
        for (FaultKind kind : FaultKind.values()) {
            if (kind.stage() == Stage.SHAPE || (kind.stage() == Stage.RANGE && rangeAsked)) {
                Fault fault = takeFirst(kind, operation);
                if (fault != null) {
                    taken.put(kind, fault);
                }
            }
        }
        return new TakenFaults(taken);
    }

    private @Nullable Fault takeFirst(Stage stage, Operation operation) {
        for (Fault fault : planted) {
            if (fault.kind().stage() == stage && strikes(fault, operation)) {
                return takeFirst(fault.kind(), operation);
            }
        }
        return null;
    }

    private @Nullable Fault takeFirst(FaultKind kind, Operation operation) {
        for (int index = 0; index < planted.size(); index++) {
            Fault fault = planted.get(index);
            if (fault.kind() == kind && strikes(fault, operation)) {
                useUp(index, fault);
                return fault;
            }
        }
        return null;
    }

    private void useUp(int index, Fault fault) {
        if (fault.times() == 1) {
            planted.remove(index);
        } else if (fault.times() > 1) {
            planted.set(index, fault.withTimes(fault.times() - 1));
        }
    }

    private static boolean strikes(Fault fault, Operation operation) {
        return fault.kind().concerns(operation) && (fault.operation() == null || fault.operation() == operation);
    }
}
