package io.exportroutes.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What the machine does besides, for bounds on how long our own work takes: it is not ours to answer for. */
public final class BusyMachine {
    private BusyMachine() {}

    /**
     * What somebody has to wait here and now for work that takes so long on a machine of its own: as many times longer as there
     * are threads that want each core, by the mean of the last minute.
     */
    public static Duration stretched(Duration alone) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        double sharing = system.getSystemLoadAverage() / system.getAvailableProcessors();
        return Duration.ofMillis(Math.round(alone.toMillis() * Math.max(1, sharing)));
    }
}
