package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * A change of state that the SQL itself guards: it names the states it starts from, so that no other thread or process
 * and no programming error can make an impossible one.
 *
 * @param what the row, for a message
 * @param to the state it is to reach, for a message
 * @param update {@code update … where … and state in (…)}
 * @param select the row's state now
 * @param keys the row's key
 */
record Transition(String what, String to, String update, String select, Map<String, String> keys) {

    /** Makes the change; one that the guard refuses is reported with the state the row is in. */
    void apply(Handle handle, Map<String, ?> values) {
        if (!tryApply(handle, values)) {
            throw refused(handle);
        }
    }

    /** Makes the change, or returns false if the guard refuses it. */
    boolean tryApply(Handle handle, Map<String, ?> values) {
        try (Update statement = handle.createUpdate(update)) {
            return statement.bindMap(values).bindMap(keys).execute() == 1;
        }
    }

    /** Why the change was refused: the state the row is in, or that there is none. */
    PermanentFailure refused(Handle handle) {
        return handle.createQuery(select)
                .bindMap(keys)
                .mapTo(String.class)
                .findOne()
                .map(
                        state -> new PermanentFailure(
                                FailureCode.LEDGER_TRANSITION,
                                "%s is %s and cannot become %s".formatted(what, state, to),
                                "Another process settled it meanwhile, or the order of the steps is wrong; see its state with show"))
                .orElseGet(() -> unknown(what));
    }

    static PermanentFailure unknown(String what) {
        return new PermanentFailure(
                FailureCode.LEDGER_UNKNOWN,
                "%s is not in the ledger".formatted(what),
                "Compare the id with the list that runs prints");
    }
}
