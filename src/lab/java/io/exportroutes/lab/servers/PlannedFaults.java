package io.exportroutes.lab.servers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one server was asked to do wrong, and whether it came to that: a fault that nothing met proves nothing. A fault
 * that was taken away, or gave way to another, had to strike once, any other as often as it was asked for.
 */
final class PlannedFaults {
    private final List<PlannedFault> all = new CopyOnWriteArrayList<>();

    PlannedFault plan(String what, int times) {
        PlannedFault planned = new PlannedFault(what, times);
        if (times > 0) {
            all.add(planned);
        }
        return planned;
    }

    /** As {@link #plan}, in the place of a former one. */
    PlannedFault replace(PlannedFault former, String what, int times) {
        former.remove();
        return plan(what, times);
    }

    /** @throws IllegalStateException where one did not strike as it had to */
    void requireStruck(String server) {
        List<PlannedFault> idle = all.stream().filter(PlannedFault::idle).toList();
        if (!idle.isEmpty()) {
            throw new IllegalStateException("Planned at the " + server + " server for nothing: " + idle);
        }
    }
}
