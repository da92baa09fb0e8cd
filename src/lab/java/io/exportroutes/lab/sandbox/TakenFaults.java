package io.exportroutes.lab.sandbox;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faults that one call took. Whoever asks for one changes the reply accordingly: that is when it strikes, once for
 * each call. For one thread.
 */
final class TakenFaults {
    private final Map<FaultKind, PlantedFault> byKind;
    private final Set<FaultKind> struck = EnumSet.noneOf(FaultKind.class);

    TakenFaults(Map<FaultKind, PlantedFault> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    Set<FaultKind> kinds() {
        return byKind.keySet();
    }

    boolean has(FaultKind kind) {
        strike(kind);
        return byKind.containsKey(kind);
    }

    /** The fault's argument, or the default where it has none, or null where there is no such fault. */
    @Nullable
    Long number(FaultKind kind, long byDefault) {
        strike(kind);
        return planned(kind, byDefault);
    }

    /** As {@link #number}, for who has yet to find out whether it changes anything, and tells {@link #strike} then. */
    @Nullable
    Long planned(FaultKind kind, long byDefault) {
        PlantedFault planted = byKind.get(kind);
        if (planted == null) {
            return null;
        }
        String argument = planted.left().argument();
        return argument == null ? Long.valueOf(byDefault) : Long.valueOf(argument);
    }

    /** As {@link #number}, but 0 where there is no such fault. */
    long shift(FaultKind kind) {
        Long number = number(kind, 1);
        return number == null ? 0 : number;
    }

    @Nullable
    String text(FaultKind kind, String byDefault) {
        strike(kind);
        PlantedFault planted = byKind.get(kind);
        if (planted == null) {
            return null;
        }
        String argument = planted.left().argument();
        return argument == null ? byDefault : argument;
    }

    /** Whether there is such a fault, and for the export of this name: it strikes no other. */
    boolean names(FaultKind kind, String name) {
        PlantedFault planted = byKind.get(kind);
        if (planted == null) {
            return false;
        }
        String argument = planted.left().argument();
        return (argument == null || argument.equals(name)) && has(kind);
    }

    void strike(FaultKind kind) {
        PlantedFault planted = byKind.get(kind);
        if (planted != null && struck.add(kind)) {
            planted.strike();
        }
    }
}
