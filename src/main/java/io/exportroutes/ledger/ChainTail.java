package io.exportroutes.ledger;

import io.exportroutes.custody.Head;
import io.exportroutes.custody.Position;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The end of a chain as its row has it.
 *
 * @param seq of its last entry, or 0
 * @param signingKey the key that signs the next entry; empty where it has none yet
 */
record ChainTail(String chain, long seq, String sha256, String signingKey) {
    /** Locks the chain until the end of the transaction; empty if this ledger does not know it. */
    static Optional<ChainTail> lock(Handle handle, String chain) {
        // An update locks on every database; SQLite has one writer anyway.
        handle.createUpdate("update chains set seq = seq where chain = :chain")
                .bind("chain", chain)
                .execute();
        return handle.createQuery("select * from chains where chain = :chain")
                .bind("chain", chain)
                .map((row, context) ->
                        new ChainTail(chain, row.getLong("seq"), row.getString("sha256"), row.getString("signing_key")))
                .findOne();
    }

    boolean isEmpty() {
        return seq == 0;
    }

    Position next(Instant now) {
        return isEmpty() ? Position.first(chain, now) : Position.after(new Head(chain, seq, sha256), now);
    }
}
