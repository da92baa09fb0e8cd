package io.exportroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What is wrong, or was, and what the channels are told of it: both are written in one transaction. Several nodes may find the same;
 * the first one records it. Failures as in {@link Runs}.
 */
public final class Alarms {
    private static final String BEGIN = """
            insert into alarms (id, kind, job, destination, began_at, error_code, error, hint)
            values (:id, :kind, :job, :destination, :beganAt, :errorCode, :error, :hint)
            on conflict do nothing""";

    private static final String END = "update alarms set ended_at = :now where id = :id and ended_at is null";

    private static final String EXPLAIN = """
            update alarms set error_code = :errorCode, error = :error, hint = :hint where id = :id and ended_at is null""";

    private static final String TELL = """
            insert into notifications (channel, alarm_id, event, created_at, due_at, attempts)
            values (:channel, :id, :event, :now, :dueAt, 0) on conflict do nothing""";

    /** What was not sent yet need not be said any more. */
    private static final String NEEDLESS = """
            update notifications set done_at = :now, outcome = 'NEEDLESS'
            where alarm_id = :id and done_at is null and claimed_by is null""";

    /** Only who was told of the beginning, or is being told, hears of the end. */
    private static final String TELL_THE_END = """
            insert into notifications (channel, alarm_id, event, created_at, due_at, attempts)
            select channel, alarm_id, 'ended', cast(:now as text), cast(:dueAt as text), 0 from notifications
            where channel = :channel and alarm_id = :id and event = 'began' and (outcome = 'SENT' or claimed_by is not null)
            on conflict do nothing""";

    private final Database database;
    private final Notifications notifications;
    private final Heartbeats heartbeats;
    private final Audit audit;

    Alarms(Database database) {
        this.database = database;
        this.notifications = new Notifications(database);
        this.heartbeats = new Heartbeats(database);
        this.audit = new Audit(database);
    }

    /** What is to be sent, and what was. */
    public Notifications notifications() {
        return notifications;
    }

    /** What the addresses of heartbeats still have to hear. */
    public Heartbeats heartbeats() {
        return heartbeats;
    }

    /** Who changed what by hand. */
    public Audit audit() {
        return audit;
    }

    /** Those that last, by job and destination. */
    public List<Alarm> open() {
        return list("list the open alarms", "select * from alarms where ended_at is null", Map.of()).stream()
                .sorted(Comparator.comparing(Alarm::subject))
                .toList();
    }

    /** The newest first, those that ended as well. */
    public List<Alarm> recent(int limit) {
        return list(
                "list the last alarms",
                "select * from alarms order by began_at desc, id limit :limit",
                Map.of("limit", limit));
    }

    /**
     * An alarm and whom to tell what about it.
     *
     * @param tell empty: nobody
     */
    public record Told(Alarm alarm, List<Letter> tell) {}

    /**
     * @param event {@code began}, {@code ended} or {@code reminder-N}; each is told once
     * @param dueAt not before that moment
     */
    public record Letter(String channel, String event, Instant dueAt) {}

    /**
     * Records what began, what ended, whom to remind, and what is known of a reason now.
     *
     * @param begun one whose subject has an open alarm already is left out
     * @param ended one that ended already is left out; who was not told of its beginning is not told of its end
     * @param reminded open alarms; what was told already is not told again
     * @param explained open alarms with their present reasons
     */
    public void record(
            Collection<Told> begun, Collection<Told> ended, Collection<Told> reminded, Collection<Alarm> explained) {
        database.write("record the alarms", handle -> {
            Instant now = database.now();
            ordered(begun).forEach(told -> begin(handle, told, now));
            ordered(ended).forEach(told -> end(handle, told, now));
            ordered(reminded).forEach(told -> tell(handle, TELL, told, now));
            explained.forEach(alarm -> handle.createUpdate(EXPLAIN)
                    .bind("id", alarm.id())
                    .bindMap(ErrorColumns.of(alarm.reason()))
                    .execute());
            return null;
        });
    }

    /** Two nodes that find the same do not wait for each other in a circle. */
    private static List<Told> ordered(Collection<Told> told) {
        return told.stream()
                .sorted(Comparator.comparing(one -> one.alarm().subject()))
                .toList();
    }

    private static void begin(Handle handle, Told told, Instant now) {
        Alarm alarm = told.alarm();
        int added = handle.createUpdate(BEGIN)
                .bind("id", alarm.id())
                .bindMethods(alarm.subject())
                .bind("beganAt", alarm.beganAt())
                .bindMap(ErrorColumns.of(alarm.reason()))
                .execute();
        if (added == 1) {
            tell(handle, TELL, told, now);
        }
    }

    private static void end(Handle handle, Told told, Instant now) {
        Map<String, Object> values = Map.of("id", told.alarm().id(), "now", now);
        if (handle.createUpdate(END).bindMap(values).execute() == 1) {
            handle.createUpdate(NEEDLESS).bindMap(values).execute();
            tell(handle, TELL_THE_END, told, now);
        }
    }

    private static void tell(Handle handle, String statement, Told told, Instant now) {
        for (Letter letter : told.tell()) {
            handle.createUpdate(statement)
                    .bindMethods(letter)
                    .bind("id", told.alarm().id())
                    .bind("now", now)
                    .execute();
        }
    }

    private List<Alarm> list(String operation, String select, Map<String, ?> values) {
        return database.list(operation, select, values, Alarms::alarm);
    }

    static Alarm alarm(ResultSet row, StatementContext context) throws SQLException {
        return new Alarm(
                row.getString("id"),
                new Alarm.Subject(row.getString("kind"), row.getString("job"), row.getString("destination")),
                Instants.required(row, "began_at"),
                Instants.nullable(row, "ended_at"),
                RowMappers.failure(row));
    }
}
