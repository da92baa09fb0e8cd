package io.exportroutes.web;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.ledger.Audit;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.value.Visible;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes, each of which is recorded in the ledger before it is made. */
public final class AuditedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedCalls.class);

    private final Audit audit;

    public AuditedCalls(Audit audit) {
        this.audit = audit;
    }

    /**
     * Records and makes a change. A browser without scripts, whose form has a field {@code back}, is sent to that page.
     *
     * @param action a word such as {@code pause}
     * @param target the job or the dead letter
     */
    public Answer change(Call call, String action, String target, Supplier<Answer> work) {
        Visitor visitor = call.visitor();
        String id = audit.begin(actor(visitor), new AuditEntry.Act(action, target));
        String result = FailureCode.UNEXPECTED.word();
        try {
            Answer answer = work.get();
            result = AuditEntry.DONE;
            return call.back().map(Answer::seeOther).orElse(answer);
        } catch (RuntimeException thrown) {
            ExportFailure failure = ExportFailure.in(thrown);
            result = failure == null ? result : failure.code();
            throw thrown;
        } finally {
            audit.end(id, result);
            LOG.info("{} ({}): {} {}: {}", visitor.name(), visitor.address(), action, Visible.text(target), result);
        }
    }

    /** Who may not change anything tried to; other refusals may come from nobody who is known, and would fill the ledger. */
    void refused(Visitor visitor, Gate.RefusedCall call) {
        LOG.warn(
                "{} ({}) was refused {}: {}",
                visitor.name(),
                visitor.address(),
                call.path(),
                call.why().code());
        if (call.why().is(FailureCode.ROLE_MISSING)) {
            audit.add(
                    actor(visitor),
                    Paths.act(call.path()).orElse(new AuditEntry.Act("post", call.path())),
                    call.why().code());
        }
    }

    private static AuditEntry.Actor actor(Visitor visitor) {
        return new AuditEntry.Actor(
                visitor.name(),
                visitor.role().word(),
                visitor.via().name().toLowerCase(Locale.ROOT),
                visitor.address());
    }
}
