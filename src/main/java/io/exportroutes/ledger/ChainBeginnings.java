package io.exportroutes.ledger;

import io.exportroutes.custody.Head;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.Position;
import io.exportroutes.custody.StoredEntry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins chains in this ledger, and goes on with them after a key, a ledger or a destination was lost. Failures as in {@link Runs}. */
public final class ChainBeginnings {
    private final Database database;
    private final @Nullable Notary notary;

    ChainBeginnings(Database database, @Nullable Notary notary) {
        this.database = database;
        this.notary = notary;
    }

    /**
     * Begins a chain in this ledger. A repeat changes nothing.
     *
     * @param there what destinations have of it, verified, from its first entry on; none where no destination has any
     */
    public void open(String chain, List<StoredEntry> there) {
        Notary signing = signing();
        database.write("open chain " + chain, handle -> {
            int begun = handle.createUpdate("""
                            insert into chains (chain, seq, sha256, signing_key) values (:chain, 0, :nothing, '')
                            on conflict (chain) do nothing""")
                    .bind("chain", chain)
                    .bind("nothing", Position.NOTHING)
                    .execute();
            if (begun == 1) {
                ChainWriter writer = new ChainWriter(handle, database.now());
                ChainTail tail = new ChainTail(chain, 0, Position.NOTHING, "");
                KeySpans spans = new KeySpans();
                for (StoredEntry entry : there) {
                    tail = writer.bring(tail, entry, spans);
                }
                spans.write(handle, signing.signer(), tail.signingKey());
            }
            return begun;
        });
    }

    /** Nothing is known of the chain any more, as before it was opened; what destinations have of it stays. */
    public void forget(String chain) {
        database.write("forget chain " + chain, handle -> {
            for (String table : List.of("chain_places", "chain_entries", "chains")) {
                handle.createUpdate("delete from " + table + " where chain = :chain")
                        .bind("chain", chain)
                        .execute();
            }
            return true;
        });
    }

    /**
     * Goes on with a chain whose key was lost, or whose destinations disagreed, for a reason that a person gave.
     *
     * @return its new head
     */
    public Head adopt(String chain, String reason, String by) {
        Notary signing = signing();
        return database.write("adopt chain " + chain, handle -> {
            ChainTail tail = ChainTail.lock(handle, chain).orElseThrow(() -> ChainWriter.notOpen(chain));
            ChainTail now = new ChainWriter(handle, database.now()).adopt(tail, signing, reason, by);
            return new Head(chain, now.seq(), now.sha256());
        });
    }

    private Notary signing() {
        return Objects.requireNonNull(notary, "exports.yaml has custody");
    }
}
