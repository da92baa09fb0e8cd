package io.exportroutes.lab.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A fault that was planted, and what became of it. A call takes it, which uses it up; it strikes where it changed that
 * call's reply: a listing of no exports takes {@code not-found} and looks as ever. Safe for use by several threads.
 */
final class PlantedFault {
    private final Fault fault;
    private final @Nullable String reserve;
    private int taken;
    private int struck;
    private boolean removed;

    /** @param reserve why it may never strike, or null where it has to */
    PlantedFault(Fault fault, @Nullable String reserve) {
        this.fault = fault;
        this.reserve = reserve;
    }

    /** What is left of it: the fault with the times that it has still to strike. */
    synchronized Fault left() {
        return fault.times() == 0 ? fault : fault.withTimes(Math.max(1, fault.times() - taken));
    }

    synchronized boolean isPlanted() {
        return !removed && (fault.times() == 0 || taken < fault.times());
    }

    /** One call takes it: what it was before that. */
    synchronized Fault take() {
        Fault before = left();
        taken++;
        return before;
    }

    synchronized void strike() {
        struck++;
    }

    synchronized int struck() {
        return struck;
    }

    synchronized void remove() {
        removed = true;
    }

    /** Why it proves nothing, or null where it struck as often as it had to, or need not. */
    synchronized @Nullable String idle() {
        boolean left = fault.times() > 0 && isPlanted();
        if (reserve != null || (struck > 0 && !left && struck >= taken)) {
            return null;
        }
        if (fault.times() == 0 && struck > 0) {
            return null;
        }
        return fault.text() + " struck " + struck + (struck == 1 ? " time" : " times")
                + (taken > struck ? ", and " + (taken - struck) + " took it without effect" : "");
    }
}
