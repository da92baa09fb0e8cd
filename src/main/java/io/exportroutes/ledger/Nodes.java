package io.exportroutes.ledger;

import java.time.Duration;

/** The nodes that share the ledger and are alive: the verified bytes in their spools outrank the API. */
public final class Nodes {
    private static final String SEEN = """
            insert into nodes (name, seen_at) values (:name, :now)
            on conflict (name) do update set seen_at = :now""";

    /** To be delivered, verified or released, and in the spool of a node that gave a sign of life lately. */
    private static final String HAS_BYTES = """
            select 1 from exports join nodes on nodes.name = exports.spooled_on
            where exports.run_id = :runId and exports.spooled_on <> :node and nodes.seen_at > :since
              and (exports.state = 'TAKEN' and exports.released_at is not null
                or exports.state = 'VERIFIED' and exists (select 1 from deliveries
                  where deliveries.export_id = exports.id and deliveries.state in ('PENDING', 'SENDING')))""";

    private final Database database;

    Nodes(Database database) {
        this.database = database;
    }

    /** A sign of life. */
    public void seen(String node) {
        database.write("say that node " + node + " is alive", handle -> handle.createUpdate(SEEN)
                .bind("name", node)
                .bind("now", database.now())
                .execute());
    }

    /** The node stops: its spool is out of reach for the others. */
    public void gone(String node) {
        database.write("say that node " + node + " stops", handle -> handle.createUpdate(
                        "delete from nodes where name = :name")
                .bind("name", node)
                .execute());
    }

    /**
     * Whether another node that is alive has verified bytes of the run that are still to be delivered.
     *
     * @param node the one that asks
     * @param lease a node counts as alive for so long after its last sign of life
     */
    public boolean haveBytesOf(String runId, String node, Duration lease) {
        return database.read("look which node has the bytes of run " + runId, handle -> handle.createQuery(HAS_BYTES)
                .bind("runId", runId)
                .bind("node", node)
                .bind("since", database.now().minus(lease))
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
    }
}
