package io.exportroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.queue.QueueDatabase;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The program's durable state: planned work, finished work, and where each copy is. Safe for use by several threads and, on
 * one database, by several processes; every write is durable when its method returns.
 */
public final class Ledger implements AutoCloseable {
    private final HikariDataSource dataSource;
    /** Null for PostgreSQL, whose server looks after its files itself. */
    private final @Nullable SqliteFile file;

    /** Not private, because tests write without a claim; nothing else can. */
    final Database database;

    private final Claims claims;
    private final Runs runs;
    private final Exports exports;
    private final Deliveries deliveries;
    private final Summaries summaries;
    private final Schedules schedules;
    private final Alarms alarms;
    private final Replays replays;
    private final Nodes nodes;
    private final History history;

    private Ledger(LedgerSource source, HikariDataSource dataSource, @Nullable SqliteFile file, Clock clock) {
        this.dataSource = dataSource;
        this.file = file;
        this.database = new Database(source, dataSource, clock);
        this.claims = new Claims(database);
        this.runs = new Runs(database);
        this.exports = new Exports(database);
        this.deliveries = new Deliveries(database);
        this.summaries = new Summaries(database);
        this.schedules = new Schedules(database);
        this.alarms = new Alarms(database);
        this.replays = new Replays(database);
        this.nodes = new Nodes(database, source.isPostgresql());
        this.history = new History(database);
    }

    /**
     * Opens the ledger, creates it where there is none, and brings an older one up to date. A SQLite ledger that was not
     * closed, or was changed by another program, is read as a whole first.
     *
     * @throws PermanentFailure if it is damaged, newer than this program, or not ours to write; it is never replaced
     * @throws io.exportroutes.failure.TransientFailure if the database does not answer
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
                "The ledger's url " + source.shown() + " is of an unknown kind",
                "Write jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE");
    }

    /** Loads the libraries that {@link #open} needs, and opens nothing: to be called beside other work, to save time later. */
    public static void warmUp() {
        NativeLibrary.find();
        Jdbi.create("jdbc:sqlite::memory:")
                .useHandle(handle ->
                        handle.createQuery("select 1").mapTo(Integer.class).one());
    }

    public Claims claims() {
        return claims;
    }

    public Runs runs() {
        return runs;
    }

    public Exports exports() {
        return exports;
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

    public Alarms alarms() {
        return alarms;
    }

    public History history() {
        return history;
    }

    /** The same database, for the run queue; closed with the ledger. */
    public QueueDatabase forQueue() {
        return new QueueAccess(dataSource, database);
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
