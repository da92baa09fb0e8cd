package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What the channels are told of the alarms. Each is sent by one node; if that one stops in between, by another. Failures as in {@link Runs}. */
public final class Notifications {
    /**
     * Everything that is due at a channel, with what becomes due within the window or waits for its next try: one message says it all.
     * What another node is sending is left to it until its time is over.
     */
    private static final String CLAIM = """
            update notifications set claimed_by = :node, due_at = :until, attempts = attempts + 1
            where channel = :channel and done_at is null
              and (due_at <= :now or (claimed_by is null and (due_at <= :soon or attempts > 0)))
              and exists (select 1 from notifications other
                where other.channel = :channel and other.done_at is null and other.due_at <= :now)""";

    private static final String CLAIMED = """
            select alarms.*, notifications.event, notifications.attempts, notifications.created_at
            from notifications join alarms on alarms.id = notifications.alarm_id
            where channel = :channel and done_at is null and claimed_by = :node and due_at = :until
            order by alarms.job, alarms.destination, alarms.kind, notifications.event""";

    private static final String OWN =
            " where channel = :channel and done_at is null and claimed_by = :node and due_at = :until";
    private static final String SENT =
            "update notifications set done_at = :now, outcome = 'SENT', claimed_by = null" + OWN;

    private static final String FAILED = """
            update notifications set claimed_by = null, due_at = :next, error_code = :errorCode, error = :error, hint = :hint,
              done_at = case when created_at < :oldest then :now end,
              outcome = case when created_at < :oldest then 'GIVEN_UP' end""" + OWN;

    private static final String FAILING = """
            select channel, max(error_code) as error_code, max(error) as error, max(hint) as hint from notifications
            where (done_at is null and attempts >= :attempts and error is not null)
              or (outcome = 'GIVEN_UP' and done_at > :since)
            group by channel order by channel""";

    private final Database database;

    Notifications(Database database) {
        this.database = database;
    }

    /** A claim on what one channel is to be told now. */
    public record Batch(String channel, String node, Instant until, List<Entry> entries) {}

    /**
     * @param event {@code began}, {@code ended} or {@code reminder-N}
     * @param attempts this one included
     */
    public record Entry(Alarm alarm, String event, int attempts) {}

    /** Whether there is something to {@link #claim} for the channel. */
    public boolean isDue(String channel) {
        return database.has(
                "find what is to be told to " + channel,
                "select 1 from notifications where channel = :channel and done_at is null and due_at <= :now",
                Map.of("channel", channel, "now", database.now()));
    }

    /**
     * Takes what the channel is to be told; empty if nothing is due. Each entry has to be reported by {@link #sent} or {@link #failed}
     * before the lease ends.
     *
     * @param window what becomes due within this time is taken as well
     */
    public Batch claim(String channel, String node, Duration window, Duration lease) {
        return database.write("take what is to be told to " + channel, handle -> {
            Instant now = database.now();
            Instant until = now.plus(lease);
            int claimed = handle.createUpdate(CLAIM)
                    .bindMap(Map.of("channel", channel, "node", node, "until", until))
                    .bind("now", now)
                    .bind("soon", now.plus(window))
                    .execute();
            return new Batch(channel, node, until, claimed == 0 ? List.of() : claimed(handle, channel, node, until));
        });
    }

    private static List<Entry> claimed(Handle handle, String channel, String node, Instant until) {
        return handle.createQuery(CLAIMED)
                .bindMap(Map.of("channel", channel, "node", node, "until", until))
                .map((row, context) ->
                        new Entry(Alarms.alarm(row, context), row.getString("event"), row.getInt("attempts")))
                .list();
    }

    public void sent(Batch batch) {
        database.update("record what was told to " + batch.channel(), SENT, own(batch, "now", database.now()));
    }

    /**
     * The channel did not take it.
     *
     * @param next when it is tried again
     * @param oldest what was to be told before this moment is given up
     */
    public void failed(Batch batch, FailureNote why, Instant next, Instant oldest) {
        database.write("record that " + batch.channel() + " could not be told", handle -> handle.createUpdate(FAILED)
                .bindMap(own(batch, "now", database.now()))
                .bindMap(ErrorColumns.of(why))
                .bind("next", next)
                .bind("oldest", oldest)
                .execute());
    }

    private static Map<String, Object> own(Batch batch, String key, Instant time) {
        return Map.of("channel", batch.channel(), "node", batch.node(), "until", batch.until(), key, time);
    }

    /** A channel that did not take what it was to be told. */
    public record FailingChannel(String channel, FailureNote reason) {}

    /**
     * The channels that failed so often in a row, or gave something up since then.
     */
    public List<FailingChannel> failing(int attempts, Instant since) {
        return database.list(
                "list the channels that fail",
                FAILING,
                Map.of("attempts", attempts, "since", since),
                (row, context) -> new FailingChannel(
                        row.getString("channel"),
                        new FailureNote(row.getString("error_code"), row.getString("error"), row.getString("hint"))));
    }
}
