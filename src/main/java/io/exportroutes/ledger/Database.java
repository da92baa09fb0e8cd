package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.queue.QueueDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** One way to the database for runs, exports and deliveries: transactions, failures with their operation named, the clock. */
final class Database {
    private static final int IDS_IN_ONE_QUERY = 500;

    private final Jdbi jdbi;
    private final Clock clock;
    private final DatabaseFailures failures;
    /** SQLite has one writer at a time. Null if the database has many. */
    private final @Nullable GroupCommit group;
    /** The check before every write, or null. */
    private final @Nullable Fence fence;

    private final Chains chains;

    Database(LedgerSource source, DataSource dataSource, Clock clock) {
        this.jdbi = Jdbi.create(dataSource)
                .registerArgument(new StoredText.WithoutNul())
                .registerArgument(new Instants.AsText());
        this.clock = clock;
        this.failures = new DatabaseFailures(source);
        this.group = source.isSqlite() ? new GroupCommit(jdbi) : null;
        this.fence = null;
        this.chains = new Chains(this);
    }

    private Database(Database same, Fence fence) {
        this.jdbi = same.jdbi;
        this.clock = same.clock;
        this.failures = same.failures;
        this.group = same.group;
        this.fence = fence;
        this.chains = same.chains;
    }

    /** The same database for the work under a claim. */
    Database under(Claim claim, String lock, Consumer<TakenOverFailure> noticed) {
        return new Database(this, new Fence(claim, group == null ? lock : "", noticed));
    }

    /** Where entries of chains of custody are written along with what they tell. */
    Chains chains() {
        return chains;
    }

    Instant now() {
        return clock.instant();
    }

    /** Reads without a transaction. */
    <T> T read(String operation, Function<Handle, T> work) {
        return guarded(operation, () -> jdbi.withHandle(work::apply));
    }

    /** All of the work is written, durably, or none of it. */
    <T> T write(String operation, Function<Handle, T> work) {
        Fence guard = fence;
        if (guard == null) {
            return guarded(operation, () -> inTransaction(work));
        }
        try {
            return guarded(
                    operation,
                    () -> inTransaction(handle -> {
                        guard.check(handle);
                        return work.apply(handle);
                    }));
        } catch (TakenOverFailure refused) {
            guard.noticed().accept(refused);
            throw refused;
        }
    }

    /** All rows of the query, read without a transaction. */
    <T> List<T> list(String operation, String query, Map<String, ?> values, RowMapper<T> mapper) {
        return read(
                operation,
                (Handle handle) ->
                        handle.createQuery(query).bindMap(values).map(mapper).list());
    }

    /** All rows of the query with {@code <ids>} in it, read in parts of a few hundred ids. */
    <T> List<T> inParts(String operation, String query, Map<String, ?> values, List<String> ids, RowMapper<T> mapper) {
        return read(operation, handle -> {
            List<T> all = new ArrayList<>();
            for (int from = 0; from < ids.size(); from += IDS_IN_ONE_QUERY) {
                handle.createQuery(query)
                        .bindMap(values)
                        .bindList("ids", ids.subList(from, Math.min(ids.size(), from + IDS_IN_ONE_QUERY)))
                        .map(mapper)
                        .forEach(all::add);
            }
            return all;
        });
    }

    /** The first row of the query, the only one that is read. */
    <T> Optional<T> find(String operation, String query, Map<String, ?> values, RowMapper<T> mapper) {
        return read(
                operation,
                handle -> handle.createQuery(query).bindMap(values).map(mapper).findFirst());
    }

    /** Whether the query has a row. */
    boolean has(String operation, String query, Map<String, ?> values) {
        return find(operation, query, values, (row, context) -> true).isPresent();
    }

    /** One statement as a transaction of its own; returns how many rows it changed. */
    int update(String operation, String statement, Map<String, ?> values) {
        return write(
                operation,
                handle -> handle.createUpdate(statement).bindMap(values).execute());
    }

    /** A statement that is a transaction by itself, on a plain connection; on SQLite it shares a commit with other writers. */
    <T> T statement(String operation, QueueDatabase.Work<T> work) {
        return guarded(
                operation,
                () -> group == null
                        ? jdbi.withHandle(handle -> with(handle, work))
                        : group.write(handle -> with(handle, work)));
    }

    private static <T> T with(Handle handle, QueueDatabase.Work<T> work) {
        try {
            return work.with(handle.getConnection());
        } catch (SQLException thrown) {
            throw new ConnectionException(thrown);
        }
    }

    private <T> T inTransaction(Function<Handle, T> work) {
        return group == null ? jdbi.inTransaction(work::apply) : group.write(work);
    }

    /** Lets a worker that is being interrupted still write its last state into the ledger. */
    private <T> T guarded(String operation, java.util.function.Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } catch (ExportFailure failure) {
            throw failure;
        } catch (RuntimeException thrown) {
            throw failures.of(operation, thrown);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
