package io.exportroutes.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The nodes that share the ledger and are alive: the verified bytes in their spools outrank the API. */
public final class Nodes {
    private static final String SEEN = """
            insert into nodes (name, seen_at) values (:name, :now)
            on conflict (name) do update set seen_at = :now""";

    private static final String TO_BE_DELIVERED = """
            exports.state = 'VERIFIED'
              and (not exists (select 1 from deliveries where deliveries.export_id = exports.id)
                or exists (select 1 from deliveries
                  where deliveries.export_id = exports.id and deliveries.state in ('PENDING', 'SENDING')))""";

    /**
     * The bytes are in the spool of a node with a recent heartbeat, and the asking node has none of the run's: if both have
     * some, one has to begin.
     */
    private static final String HAS_BYTES = """
            select 1 from exports join nodes on nodes.name = exports.spooled_on
            where exports.run_id = :runId and exports.spooled_on <> :node and nodes.seen_at > :since and\s""" + TO_BE_DELIVERED
            + " and not exists (select 1 from exports where exports.run_id = :runId and exports.spooled_on = :node and "
            + TO_BE_DELIVERED + ")";

    private final Database database;
    private final boolean shared;
    private final Reloads reloads;

    Nodes(Database database, boolean shared) {
        this.database = database;
        this.shared = shared;
        this.reloads = new Reloads(database);
    }

    /** Which of them are asked to read exports.yaml anew. */
    public Reloads reloads() {
        return reloads;
    }

    /** The names of those with a heartbeat that is not older than this, in order. */
    public List<String> alive(Duration lease) {
        return database.list(
                "list the nodes that are alive",
                "select name from nodes where seen_at > :since order by name",
                Map.of("since", database.now().minus(lease)),
                (row, context) -> row.getString("name"));
    }

    /** Whether other nodes may work on this ledger, so that this one may lose its connection while they continue. */
    public boolean shared() {
        return shared;
    }

    /** Records a heartbeat of the node. */
    public void seen(String node) {
        database.update("record that node " + node + " is alive", SEEN, Map.of("name", node, "now", database.now()));
    }

    /** Removes nodes that sent no heartbeat for so long: they were killed and never started again. */
    public void forget(Duration silence) {
        database.update(
                "forget nodes that are long gone",
                "delete from nodes where seen_at < :before",
                Map.of("before", database.now().minus(silence)));
    }

    /** The node stops: its spool is out of reach for the others. */
    public void gone(String node) {
        database.update(
                "record that node " + node + " stops", "delete from nodes where name = :name", Map.of("name", node));
    }

    /**
     * Whether another node that is alive has verified bytes of the run that are still to be delivered, and this one has none.
     *
     * @param node the one that asks
     * @param lease a node counts as alive for so long after its last heartbeat
     */
    public boolean anotherNodeHasBytes(String runId, String node, Duration lease) {
        return database.has(
                "find which node has the bytes of run " + runId,
                HAS_BYTES,
                Map.of("runId", runId, "node", node, "since", database.now().minus(lease)));
    }
}
