package io.exportroutes.lab.sandbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that strike one call's reply. */
record TakenFaults(Map<FaultKind, Fault> byKind) {
    static final TakenFaults NONE = new TakenFaults(Map.of());

    TakenFaults {
        byKind = Map.copyOf(byKind);
    }

    boolean has(FaultKind kind) {
        return byKind.containsKey(kind);
    }

    /** The fault's argument, or the default where it has none, or null where there is no such fault. */
    @Nullable
    Long number(FaultKind kind, long byDefault) {
        Fault fault = byKind.get(kind);
        if (fault == null) {
            return null;
        }
        return fault.argument() == null ? Long.valueOf(byDefault) : Long.valueOf(fault.argument());
    }

    /** As {@link #number}, but 0 where there is no such fault. */
    long shift(FaultKind kind) {
        Long number = number(kind, 1);
        return number == null ? 0 : number;
    }

    @Nullable
    String text(FaultKind kind, String byDefault) {
        Fault fault = byKind.get(kind);
        if (fault == null) {
            return null;
        }
        return fault.argument() == null ? byDefault : fault.argument();
    }
}
