package io.exportroutes.app;

import io.exportroutes.run.LedgerProbe;
import io.exportroutes.run.ShutdownSignal;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * What Camel's health checks are asked beside Camel's own, whether its context has started and its routes run. None of them looks at a
 * destination or the API: whether these can be reached is no matter of this process (docs/operations.md, "Health").
 */
final class HealthChecks {
    private HealthChecks() {}

    /** Adds them as beans, which Camel finds by their type. */
    static void addTo(Map<String, Object> beans, ShutdownSignal stopping, LedgerProbe ledger) {
        Check ready = new Check("export-routes-ready", true, () -> notReady(stopping, ledger));
        Check alive = new Check("export-routes-alive", false, HealthChecks::deadlocked);
        beans.put(ready.getId(), ready);
        beans.put(alive.getId(), alive);
    }

    /** Words of ours alone, without quotes: Camel puts them into its JSON as they are. */
    private static @Nullable String notReady(ShutdownSignal stopping, LedgerProbe ledger) {
        if (stopping.requested()) {
            return "The service is about to stop";
        }
        return ledger.failure()
                .map(code -> "The ledger cannot be written: " + code)
                .orElse(null);
    }

    private static @Nullable String deadlocked() {
        long[] threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        return threads == null ? null : threads.length + " threads wait for each other";
    }

    private static final class Check extends AbstractHealthCheck {
        private final boolean readiness;
        private final Supplier<@Nullable String> fault;

        /** @param fault null while all is well */
        Check(String id, boolean readiness, Supplier<@Nullable String> fault) {
            super("export-routes", id);
            this.readiness = readiness;
            this.fault = fault;
        }

        @Override
        public boolean isReadiness() {
            return readiness;
        }

        @Override
        public boolean isLiveness() {
            return !readiness;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            String found = fault.get();
            if (found == null) {
                builder.up();
            } else {
                builder.message(found).down();
            }
        }
    }
}
