package io.exportroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import java.time.Clock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the program: what was to be done, what was done, and where it lies. Safe for use by several threads and, on
 * one database, by several processes; every write is durable when its method returns.
 */
public final class Ledger implements AutoCloseable {
    private final HikariDataSource dataSource;
    /** Null for PostgreSQL, whose server looks after its files itself. */
    private final @Nullable SqliteFile file;

    private final Runs runs;
    private final Exports exports;
    private final Refusals refusals;
    private final Deliveries deliveries;
    private final Summaries summaries;
    private final Schedules schedules;
    private final BaseDirectories baseDirectories;
    private final Replays replays;
    private final Nodes nodes;
    private final History history;
    private final Database database;
    private final boolean shared;

    private Ledger(LedgerSource source, HikariDataSource dataSource, @Nullable SqliteFile file, Clock clock) {
        this.dataSource = dataSource;
        this.file = file;
        this.shared = source.isPostgresql();
        this.database = new Database(source, dataSource, clock);
        this.runs = new Runs(database);
        this.exports = new Exports(database);
        this.refusals = new Refusals(database);
        this.deliveries = new Deliveries(database);
        this.summaries = new Summaries(database);
        this.schedules = new Schedules(database);
        this.baseDirectories = new BaseDirectories(database);
        this.replays = new Replays(database);
        this.nodes = new Nodes(database);
        this.history = new History(database);
    }

    /**
     * Opens the ledger, creates it where there is none, and brings an older one up to date. A SQLite ledger that was not
     * closed, or was changed by another program, is read as a whole first.
     *
     * @throws PermanentFailure where it is damaged, newer than this program, or not ours to write; it is never replaced
     * @throws io.exportroutes.failure.TransientFailure where the database does not answer
     */
    public static Ledger open(LedgerSource source, Clock clock) {
        if (source.isSqlite()) {
            SqliteFile file = SqliteFile.open(source);
            return new Ledger(source, file.pool(), file, clock);
        }
        if (source.isPostgresql()) {
            return new Ledger(source, ConnectionPools.postgresql(source), null, clock);
        }
        throw new PermanentFailure(
                FailureCode.LEDGER_URL,
                "The ledger's url " + source.shown() + " is of no known kind",
                "Write jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE");
    }

    public Runs runs() {
        return runs;
    }

    public Exports exports() {
        return exports;
    }

    public Refusals refusals() {
        return refusals;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public Summaries summaries() {
        return summaries;
    }

    public Replays replays() {
        return replays;
    }

    public Nodes nodes() {
        return nodes;
    }

    public Schedules schedules() {
        return schedules;
    }

    public BaseDirectories baseDirectories() {
        return baseDirectories;
    }

    public History history() {
        return history;
    }

    /**
     * The ledger for the work on a run that {@link Runs#begin} gave.
     *
     * @param noticed hears, in the writing thread, of each write that is refused because another worker began the run
     */
    public ClaimedLedger under(Claim claim, Consumer<TakenOverFailure> noticed) {
        return new ClaimedLedger(
                new Runs(database.under(claim, Fence.ALONE, noticed)),
                new Exports(database.under(claim, Fence.SHARED, noticed)),
                new Deliveries(database.under(claim, Fence.SHARED, noticed)),
                new Replays(database.under(claim, Fence.ALONE, noticed)));
    }

    /** Whether other nodes may work on this ledger, so that this one may be cut off from it while they go on. */
    public boolean shared() {
        return shared;
    }

    /** The same database, for the run queue; closed with the ledger. */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Reads every page of a SQLite ledger, which opening it does only after an unclean stop; on a large one this takes
     * seconds. Of PostgreSQL it asks nothing: the server looks after its files itself.
     *
     * @throws PermanentFailure {@code ledger_damaged}
     */
    public void check() {
        if (file != null) {
            file.check();
        }
    }

    @Override
    public void close() {
        if (file == null) {
            dataSource.close();
        } else {
            file.close();
        }
    }
}
