package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are asked to read their exports.yaml anew, and what came of it. The nodes of one request do it one after another, in the
 * order of their names: the first one that refuses leaves the others as they are. Failures as in {@link Runs}.
 */
public final class Reloads {
    private static final Duration KEPT = Duration.ofDays(7);

    private static final String ASK = """
            insert into reloads (request, node, requested_at) values (:request, :node, :now) on conflict do nothing""";

    /** Not while one before it that is alive has not answered. */
    private static final String NEXT = """
            select * from reloads where node = :node and ended_at is null and not exists (
              select 1 from reloads before join nodes on nodes.name = before.node
              where before.request = reloads.request and before.node < reloads.node
                and before.ended_at is null and nodes.seen_at > :since)
            order by requested_at, request limit 1""";

    private static final String END = """
            update reloads set ended_at = :now, outcome = :outcome, changes = :changes,
              error_code = :errorCode, error = :error, hint = :hint
            where request = :request and node = :node and ended_at is null""";

    private static final String BEGUN = """
            update reloads set ended_at = :now, outcome = 'RELOADED', changes = :changes where node = :node and ended_at is null""";

    private static final String STARTED = "the service was started anew, by what stands there now";

    private static final String WITHDRAW = "delete from reloads where request = :request and ended_at is null";

    private final Database database;

    Reloads(Database database) {
        this.database = database;
    }

    /** How a node answered. */
    public enum Outcome {
        /** It works by what stands in its exports.yaml now. */
        RELOADED,
        /** It works on as before. */
        REFUSED
    }

    /**
     * One node's part of a request.
     *
     * @param answer null: there is none yet
     */
    public record Reload(
            String request,
            String node,
            Instant requestedAt,
            @Nullable Answer answer) {}

    /**
     * @param changes what changed, by name
     * @param failure why it was refused
     */
    public record Answer(Outcome outcome, List<String> changes, FailureNote failure) {}

    /** Asks each of the nodes, under an id of this request's own. */
    public void ask(String request, Collection<String> nodes) {
        database.write("ask nodes to reload", handle -> {
            for (String node : nodes) {
                handle.createUpdate(ASK)
                        .bindMap(Map.of("request", request, "node", node, "now", database.now()))
                        .execute();
            }
            handle.createUpdate("delete from reloads where requested_at < :before")
                    .bind("before", database.now().minus(KEPT))
                    .execute();
            return null;
        });
    }

    /**
     * What the node is to do now, if it is its turn.
     *
     * @param alive a node whose last heartbeat is older than this is not waited for
     */
    public Optional<Reload> next(String node, Duration alive) {
        return database
                .list(
                        "see whether node " + node + " is to reload",
                        NEXT,
                        Map.of("node", node, "since", database.now().minus(alive)),
                        Reloads::reload)
                .stream()
                .findFirst();
    }

    /** The node's process has begun just now, by what stands in its exports.yaml: whatever it was asked is done. */
    public void begun(String node) {
        database.update(
                "record that node " + node + " began anew",
                BEGUN,
                Map.of("node", node, "now", database.now(), "changes", STARTED));
    }

    public void reloaded(Reload reload, List<String> changes) {
        end(reload, Outcome.RELOADED, changes, null);
    }

    /** It changed nothing, and those after it are not asked any more. */
    public void refused(Reload reload, ExportFailure failure) {
        end(reload, Outcome.REFUSED, List.of(), failure);
        withdraw(reload.request());
    }

    private void end(Reload reload, Outcome outcome, List<String> changes, @Nullable ExportFailure failure) {
        Map<String, Object> values = new HashMap<>(ErrorColumns.of(failure));
        values.putAll(Map.of(
                "now",
                database.now(),
                "outcome",
                outcome.name(),
                "changes",
                String.join("\n", changes),
                "request",
                reload.request(),
                "node",
                reload.node()));
        database.update("record how node " + reload.node() + " reloaded", END, values);
    }

    /** Nodes that have not answered are not asked any more. */
    public void withdraw(String request) {
        database.update("withdraw a request to reload", WITHDRAW, Map.of("request", request));
    }

    /** The node's parts of a request, in their order. */
    public List<Reload> of(String request) {
        return database.list(
                "see how nodes reloaded",
                "select * from reloads where request = :request order by node",
                Map.of("request", request),
                Reloads::reload);
    }

    private static Reload reload(ResultSet row, StatementContext context) throws SQLException {
        String outcome = row.getString("outcome");
        Answer answer = outcome == null
                ? null
                : new Answer(
                        Outcome.valueOf(outcome),
                        row.getString("changes").lines().toList(),
                        RowMappers.failure(row));
        return new Reload(
                row.getString("request"), row.getString("node"), Instants.required(row, "requested_at"), answer);
    }
}
