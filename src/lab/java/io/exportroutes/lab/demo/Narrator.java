package io.exportroutes.lab.demo;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Says what changes in the ledger, as it changes. */
final class Narrator {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Ledger ledger;
    private final PrintWriter out;
    private final Set<String> said = new HashSet<>();

    Narrator(Ledger ledger, PrintWriter out) {
        this.ledger = ledger;
        this.out = out;
    }

    /** Follows until this many runs are settled; false where that takes too long. */
    boolean follow(int runs, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            List<Run> all = ledger.runs().recent(null, 100);
            boolean settled = all.size() >= runs
                    && all.stream().allMatch(run -> run.state().settled());
            all.forEach(this::look);
            if (settled) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return false;
    }

    private void look(Run run) {
        say("run " + run.id() + " is " + run.state());
        for (ExportEntry export : ledger.exports().ofRun(run.id())) {
            say("  " + export.manifest().id() + " (" + export.manifest().scope().kind() + ") is " + export.state());
        }
        for (Delivery delivery : ledger.deliveries().ofRun(run.id())) {
            String error = delivery.failure().message() == null
                    ? ""
                    : ": " + delivery.failure().message();
            String attempt = delivery.attempts() > 1 ? ", attempt " + delivery.attempts() : "";
            say("    " + delivery.destination() + " " + delivery.state() + attempt + error + "  [" + delivery.exportId()
                    + "]");
        }
    }

    private void say(String line) {
        if (said.add(line)) {
            out.println(line);
        }
    }
}
