package io.exportroutes.heartbeat;

import io.exportroutes.custody.Head;
import io.exportroutes.ledger.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a receiver of heartbeats keeps for its reader: which run it was, how it ended, and what to do. */
final class HeartbeatText {
    private HeartbeatText() {}

    /** @param head of the job's chain of custody, or null */
    static String of(Run run, @Nullable Head head) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + run.id() + " of " + run.job() + ", scheduled for "
                + run.origin().scheduledFor() + ": " + (run.state().settled() ? run.state() : "begun"));
        if (run.state().settled()) {
            add(lines, "Reason: ", run.failure().message());
            add(lines, "What to do: ", run.failure().hint());
            lines.add("All of it: export-routes show " + run.id());
        }
        if (head != null) {
            lines.add("Head of the chain of custody: " + head);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.add(label + text);
        }
    }
}
