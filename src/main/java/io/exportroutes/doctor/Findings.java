package io.exportroutes.doctor;

import io.exportroutes.doctor.Finding.Level;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.logging.MaskedEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of one check. Safe for use by several threads: a check that is given up may go on for a while. */
final class Findings {
    private final Check check;
    private final List<Finding> found = new ArrayList<>();
    private String mayStay = "";
    private boolean closed;

    Findings(Check check) {
        this.check = check;
    }

    void ok(String seen) {
        add(Level.OK, seen, null);
    }

    void warn(String seen, String remedy) {
        add(Level.WARN, seen, remedy);
    }

    void fail(String seen, String remedy) {
        add(Level.FAIL, seen, remedy);
    }

    void fail(ExportFailure failure) {
        fail(text(failure), failure.hint());
    }

    /** The failure with its code, under which docs/failures.md has it. */
    static String text(ExportFailure failure) {
        return failure.getMessage() + " (" + failure.code() + ")";
    }

    /** From now on this may be left at a destination if the check does not come to its end; empty for nothing. */
    synchronized void mayStay(String what) {
        mayStay = what;
    }

    /** The check took too long: what it finds later does not count. */
    synchronized void giveUp(String limit) {
        String left = mayStay.isEmpty() ? "" : "; " + mayStay + " may have stayed there";
        fail(
                "It did not come to an end within " + limit + left,
                "Find out what does not answer: the server, the network or the disk"
                        + (mayStay.isEmpty() ? "" : "; then remove " + mayStay)
                        + "; if it is only slow, give it more time with --timeout");
        closed = true;
    }

    /** @param seen from outside in parts: a server may repeat what it was sent */
    private synchronized void add(Level level, String seen, @Nullable String remedy) {
        if (!closed) {
            found.add(new Finding(
                    level,
                    check.name(),
                    check.subject(),
                    MaskedEncoder.masked(seen),
                    remedy == null ? null : MaskedEncoder.masked(remedy)));
        }
    }

    synchronized List<Finding> all() {
        return List.copyOf(found);
    }
}
