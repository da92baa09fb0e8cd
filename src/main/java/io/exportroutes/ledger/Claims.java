package io.exportroutes.ledger;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.QueueSql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which worker owns which run: the last one that began it. Failures as in {@link Runs}. */
public final class Claims {
    private final Database database;

    Claims(Database database) {
        this.database = database;
    }

    /**
     * QUEUED becomes EXPORTING; a run that got further stays there. The first start is kept. All earlier
     * claims on the run become void.
     *
     * @return the claim under which the run may be worked on, see {@link #under}
     * @throws TakenOverFailure if the queue gave the run to somebody else meanwhile
     */
    public Claim begin(QueueEntry entry) {
        String id = entry.runId();
        Transition transition = Runs.transition(id, RunState.EXPORTING, RunSql.BEGIN);
        Map<String, ?> held = Map.of("holder", entry.holder(), "version", entry.version());
        Map<String, Object> values = new HashMap<>(held);
        values.put("now", database.now());
        return database.write("bring run " + id + " to " + RunState.EXPORTING, handle -> {
            if (transition.tryApply(handle, values)) {
                return new Claim(id, fences(handle, List.of(id)).getOrDefault(id, 0L));
            }
            boolean ours = handle.createQuery(QueueSql.STILL_HELD)
                    .bind("id", id)
                    .bindMap(held)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            throw ours ? transition.refused(handle) : Fence.takenOver(id, null);
        });
    }

    /** Under which claim each of the runs, at least one, is worked on now; 0 for one that was never begun. */
    public Map<String, Long> fences(Collection<String> ids) {
        return database.read("find who has the runs", handle -> fences(handle, ids));
    }

    private static Map<String, Long> fences(Handle handle, Collection<String> ids) {
        return handle.createQuery("select id, fence from runs where id in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> Map.entry(row.getString("id"), row.getLong("fence")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The failure of a worker that no longer owns the run. */
    public TakenOverFailure takenOver(String id) {
        return Fence.takenOver(id, owner(id).orElse(null));
    }

    /** The node and process that began the run last, or empty if none did. */
    public Optional<String> owner(String id) {
        return database.read(
                "find the owner of run " + id, handle -> handle.createQuery("select owner from runs where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne());
    }

    /**
     * The ledger for the work on a run under a claim that {@link #begin} gave.
     *
     * @param noticed called in the writing thread for each write that is refused because another worker began the run
     */
    public ClaimedLedger under(Claim claim, Consumer<TakenOverFailure> noticed) {
        Database alone = database.under(claim, Fence.ALONE, noticed);
        Database shared = database.under(claim, Fence.SHARED, noticed);
        return new ClaimedLedger(
                new RunWriter(alone), new ExportWriter(shared), new DeliveryWriter(shared), new BatchWriter(shared));
    }
}
