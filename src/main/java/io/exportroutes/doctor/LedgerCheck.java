package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.doctor.Patient.Installation;
import io.exportroutes.ledger.LedgerCondition;
import org.jspecify.annotations.Nullable;

/** Whether the ledger can be opened, and all of it be read. It stays open for the checks that need it. */
final class LedgerCheck implements Check, AutoCloseable {
    private final Installation installation;
    private @Nullable AppContext opened;
    private boolean closed;

    LedgerCheck(Installation installation) {
        this.installation = installation;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public void look(Findings findings) {
        AppContext context = AppContext.open(installation.options(), installation.config(), installation.clock());
        LedgerCondition condition = context.ledger().history().condition();
        String shown = "%s, schema %d%s"
                .formatted(
                        condition.database(),
                        condition.schema(),
                        condition.journal().map(mode -> ", journal " + mode).orElse(""));
        if (condition.damage().isPresent()) {
            findings.fail(
                    shown + ": it is damaged: " + condition.damage().get(),
                    "Stop the service, keep a copy of the state folder, and restore the ledger from a backup");
        } else if (!condition.journal().orElse("wal").equals("wal")) {
            findings.warn(
                    shown + ": readers and writers block each other",
                    "Let no other program change the ledger; the next start of the service sets wal again");
        } else {
            findings.ok(shown + ", and all of it can be read");
        }
        keep(context);
    }

    private synchronized void keep(AppContext context) {
        if (closed) {
            context.close();
        } else {
            opened = context;
        }
    }

    /** Null if it could not be opened in time. */
    synchronized @Nullable AppContext opened() {
        return opened;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.close();
        }
    }
}
