package io.exportroutes.ledger;

import io.exportroutes.custody.Head;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.StoredEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The chains of custody, one for each job. An entry gets its number in the transaction that makes true what it tells, so that neither
 * is there without the other; the row of its chain is the lock under which several nodes take turns. Failures as in {@link Runs}.
 */
public final class Chains {
    private final Database database;
    private final ChainPlaces places;
    private volatile @Nullable Notary notary;
    private volatile @Nullable Boolean writtenBefore;

    Chains(Database database) {
        this.database = database;
        this.places = new ChainPlaces(database);
    }

    /** What destinations have of them. */
    public ChainPlaces places() {
        return places;
    }

    /** How a chain begins here, and goes on after something was lost. */
    public ChainBeginnings beginnings() {
        return new ChainBeginnings(database, notary);
    }

    /** Who signs from now on; null: no entries are written. */
    public void signBy(@Nullable Notary by) {
        notary = by;
        writtenBefore = null; // what was written meanwhile counts
    }

    @Nullable
    Notary notary() {
        return notary;
    }

    /** Whether this ledger may have entries, also those of a time when they were written. */
    public boolean areKept() {
        Boolean before = writtenBefore;
        if (before == null) {
            before = database.has("look for chains of custody", "select 1 from chains where seq > 0", Map.of());
            writtenBefore = before;
        }
        return before || areWritten();
    }

    /** Whether entries are written. */
    public boolean areWritten() {
        return notary != null;
    }

    /** The chain's last entry; empty where it has none. */
    public Optional<Head> head(String chain) {
        return !areKept()
                ? Optional.empty()
                : database.find(
                        "find the head of chain " + chain,
                        "select * from chains where chain = :chain and seq > 0",
                        Map.of("chain", chain),
                        Chains::head);
    }

    /** The last entry of each chain. */
    public List<Head> heads() {
        return database.list(
                "list the heads of the chains",
                "select * from chains where seq > 0 order by chain",
                Map.of(),
                Chains::head);
    }

    /** The key that signs each chain that has entries, as OpenSSH writes it. */
    public Map<String, String> signingKeys() {
        return database
                .list(
                        "list the keys of the chains",
                        "select chain, signing_key from chains where seq > 0",
                        Map.of(),
                        (row, context) -> Map.entry(row.getString("chain"), row.getString("signing_key")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether it is known what destinations have of the chain: nothing is written to it before. */
    public boolean isOpen(String chain) {
        return database.has("find chain " + chain, "select 1 from chains where chain = :chain", Map.of("chain", chain));
    }

    /** Those of its entries that follow this number, in their order. */
    public List<StoredEntry> entries(String chain, long after, int limit) {
        return database.list(
                "list entries of chain " + chain,
                "select * from chain_entries where chain = :chain and seq > :after order by seq limit :limit",
                Map.of("chain", chain, "after", after, "limit", limit),
                Chains::entry);
    }

    /**
     * The entry that is the sidecar of an artifact; empty where it was verified before its job had a chain.
     *
     * @param sha256 of the artifact as it is stored
     */
    public Optional<StoredEntry> stored(String exportId, String sha256) {
        return database.find(
                "find the entry of " + exportId, """
                select * from chain_entries where export_id = :exportId and event = 'stored' and artifact = :sha256
                order by seq""", Map.of("exportId", exportId, "sha256", sha256), Chains::entry);
    }

    /** Tells what was read back on the days that are over: once, whoever asks how often. */
    public void tellReadBacks() {
        if (areWritten()) {
            ReadBackEntries.tell(database);
        }
    }

    /** Writes the event's entry in the transaction of what it tells; that of an artifact once. */
    void append(Handle handle, @Nullable ChainEvent event) {
        Notary signing = notary;
        if (signing != null && event != null) {
            new ChainWriter(handle, database.now()).tell(event, signing);
        }
    }

    private static Head head(ResultSet row, StatementContext context) throws SQLException {
        return new Head(row.getString("chain"), row.getLong("seq"), row.getString("sha256"));
    }

    private static StoredEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new StoredEntry(row.getLong("seq"), row.getBytes("entry"), row.getBytes("signature"));
    }
}
