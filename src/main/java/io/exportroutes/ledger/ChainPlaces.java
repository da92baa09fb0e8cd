package io.exportroutes.ledger;

import io.exportroutes.custody.Head;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which destination has which chain, and up to which entry. Failures as in {@link Runs}. */
public final class ChainPlaces {
    private static final String SELECT = """
            select chain_places.*, chains.seq - chain_places.seq as missing
            from chain_places join chains on chains.chain = chain_places.chain where\s""";

    private final Database database;

    ChainPlaces(Database database) {
        this.database = database;
    }

    /**
     * A chain at a destination.
     *
     * @param seq of the last entry that the destination has for certain; 0: none
     * @param missing how many entries it is behind
     * @param failure what stops it, such as another entry under the same number; none while it may go on
     */
    public record ChainPlace(String chain, String destination, long seq, long missing, FailureNote failure) {}

    /**
     * A key that signed, or signs.
     *
     * @param key as OpenSSH writes it
     * @param until the end of its time, or null
     */
    public record SignedBy(
            String key,
            String signer,
            Instant since,
            @Nullable Instant until) {}

    /** From now on the destination is to have the chain, from its first entry on. A repeat changes nothing. */
    public void add(String chain, Set<String> destinations) {
        Set<String> known = of(chain).stream().map(ChainPlace::destination).collect(Collectors.toSet());
        if (known.containsAll(destinations)) {
            return;
        }
        database.write("give chain " + chain + " to destinations", handle -> {
            for (String destination : destinations) {
                handle.createUpdate("""
                                insert into chain_places (chain, destination, seq, sha256) values (:chain, :destination, 0, '')
                                on conflict (chain, destination) do nothing""")
                        .bind("chain", chain)
                        .bind("destination", destination)
                        .execute();
            }
            return true;
        });
    }

    public List<ChainPlace> of(String chain) {
        return places("chain_places.chain = :id order by destination", Map.of("id", chain));
    }

    /** The chains of which the destination does not have every entry and that nothing stops. */
    public List<ChainPlace> behind(String destination) {
        return places(
                "destination = :id and chain_places.seq < chains.seq and error_code is null order by chain_places.chain",
                Map.of("id", destination));
    }

    /** Those that something stops. */
    public List<ChainPlace> stopped() {
        return places("error_code is not null order by chain_places.chain, destination", Map.of());
    }

    private List<ChainPlace> places(String condition, Map<String, ?> values) {
        return database.list("list the places of chains", SELECT + condition, values, ChainPlaces::place);
    }

    private static ChainPlace place(ResultSet row, StatementContext context) throws SQLException {
        return new ChainPlace(
                row.getString("chain"),
                row.getString("destination"),
                row.getLong("seq"),
                row.getLong("missing"),
                RowMappers.failure(row));
    }

    /** The destination has the chain up to here; never less than before. */
    public void confirm(String destination, Head head) {
        database.update(
                "confirm chain " + head.chain() + " at " + destination,
                """
                update chain_places set seq = :seq, sha256 = :sha256, error_code = null, error = null, hint = null
                where chain = :chain and destination = :destination and seq < :seq""",
                Map.of("chain", head.chain(), "destination", destination, "seq", head.seq(), "sha256", head.sha256()));
    }

    /** What stops the chain there until a person has looked; null: nothing any more, and it is compared from its first entry on. */
    public void stop(String chain, String destination, @Nullable ExportFailure failure) {
        Map<String, Object> values = new HashMap<>(ErrorColumns.of(failure));
        values.put("chain", chain);
        values.put("destination", destination);
        values.put("again", failure == null ? 1 : 0);
        database.update("note why chain " + chain + " stops at " + destination, """
                update chain_places set error_code = :errorCode, error = :error, hint = :hint,
                  seq = case when :again = 1 then 0 else seq end
                where chain = :chain and destination = :destination""", values);
    }

    /** The keys that ever signed, the oldest first. */
    public List<SignedBy> keys() {
        return database.list(
                "list the signing keys",
                "select * from custody_keys order by since, public_key",
                Map.of(),
                (row, context) -> new SignedBy(
                        row.getString("public_key"),
                        row.getString("signer"),
                        Instants.required(row, "since"),
                        Instants.nullable(row, "until")));
    }

    /** The SHA-256 of the files beside the chains that the destination got last. */
    public Optional<String> files(String destination) {
        return database.find(
                "find the files of custody at " + destination,
                "select sha256 from custody_files where destination = :destination",
                Map.of("destination", destination),
                (row, context) -> row.getString("sha256"));
    }

    public void noteFiles(String destination, String sha256) {
        database.update(
                "note the files of custody at " + destination,
                """
                insert into custody_files (destination, sha256) values (:destination, :sha256)
                on conflict (destination) do update set sha256 = excluded.sha256""",
                Map.of("destination", destination, "sha256", sha256));
    }
}
