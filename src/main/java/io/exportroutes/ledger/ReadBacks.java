package io.exportroutes.ledger;

import io.exportroutes.readback.KnownCopy;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What was found when copies were looked at again. Failures as in {@link Runs}. */
public final class ReadBacks {
    /** So often a copy may be out of reach before it is a matter for somebody. */
    private static final int OUT_OF_REACH = 3;

    private static final String SEEN = ":seen";

    private static final String ADD = """
            insert into read_backs (id, export_id, destination, object_key, level, result, started_at, ended_at, bytes, sha256, detail,
              program, host)
            values (:id, :exportId, :destination, :key, :level, :result, :startedAt, :endedAt, :bytes, :sha256, :detail, :program, :host)""";

    /** That it exists says nothing against bytes that were seen to differ: a good look has to be as thorough as the bad one. */
    private static final String NOTE = """
            insert into copy_reads (export_id, destination, read_back_id, result, depth, looked_at, seen_at, read_at, unreadable)
            values (:exportId, :destination, :id, :result, :depth, :endedAt, :seenAt, :readAt, :unreadable)
            on conflict (export_id, destination) do update set read_back_id = excluded.read_back_id, result = excluded.result,
              depth = excluded.depth, looked_at = excluded.looked_at,
              seen_at = coalesce(excluded.seen_at, copy_reads.seen_at), read_at = coalesce(excluded.read_at, copy_reads.read_at),
              unreadable = case when excluded.unreadable = 0 then 0 else copy_reads.unreadable + 1 end
            where excluded.result not in ('OK', 'NO_SIDECAR') or copy_reads.result in ('OK', 'NO_SIDECAR')
              or excluded.depth >= copy_reads.depth""";

    /** The first condition on the state is for the index of SQLite. */
    private static final String LIVE = """
            from deliveries join exports on exports.id = deliveries.export_id
              left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
              left join copy_reads on copy_reads.export_id = deliveries.export_id and copy_reads.destination = deliveries.destination
            where deliveries.destination = :destination and deliveries.state <> 'DISCARDED' and deliveries.state = 'DELIVERED'
              and exports.size is not null and copies.expiring_at is null""";

    private static final String KNOWN =
            "select deliveries.*, exports.size, copy_reads.result, copy_reads.depth, copy_reads.looked_at, copy_reads.:seen as seen "
                    + LIVE;

    /** What is known to be bad is not also unread; what is cold cannot be read. */
    static final String MAY_BE_GOOD =
            "(copy_reads.result is null or copy_reads.result in ('OK', 'NO_SIDECAR', 'UNREADABLE'))";

    private static final String OLDEST =
            "select runs.job, min(coalesce(copy_reads.:seen, deliveries.delivered_at)) as since "
                    + LIVE.replace("where", "join runs on runs.id = deliveries.run_id where")
                    + " and " + MAY_BE_GOOD + " group by runs.job";

    private static final String BAD = """
            select runs.job, read_backs.* from copy_reads join read_backs on read_backs.id = copy_reads.read_back_id
              join deliveries on deliveries.export_id = copy_reads.export_id and deliveries.destination = copy_reads.destination
              join runs on runs.id = deliveries.run_id
              left join copies on copies.export_id = copy_reads.export_id and copies.destination = copy_reads.destination
            where copy_reads.result <> 'OK' and copy_reads.result <> 'COLD'
              and (copy_reads.result <> 'UNREADABLE' or copy_reads.depth >= 2 or copy_reads.unreadable >= :outOfReach)
              and deliveries.state = 'DELIVERED' and copies.expiring_at is null order by read_backs.ended_at""";

    private static final String OF_JOB = """
            select read_backs.* from read_backs join exports on exports.id = read_backs.export_id
              join runs on runs.id = exports.run_id
            where runs.job = :job and read_backs.ended_at >= :from and read_backs.ended_at < :until
            order by read_backs.ended_at, read_backs.id""";

    private static final String CLAIM = """
            insert into read_claims (destination, holder, claimed_until) values (:destination, :holder, :until)
            on conflict (destination) do update set holder = excluded.holder, claimed_until = excluded.claimed_until
            where read_claims.holder = excluded.holder or read_claims.claimed_until < :now""";

    private final Database database;

    ReadBacks(Database database) {
        this.database = database;
    }

    /** Adds what a look found; it counts from now on, unless an earlier one looked deeper and found the copy bad. */
    public void record(ReadBack found) {
        database.write("record the read-back of " + found.copyId(), handle -> add(handle, found));
    }

    static int add(Handle handle, ReadBack found) {
        Map<String, Object> values = values(found);
        handle.createUpdate(ADD).bindMap(values).execute();
        return handle.createUpdate(NOTE).bindMap(values).execute();
    }

    private static Map<String, Object> values(ReadBack found) {
        Map<String, Object> values = new HashMap<>();
        values.put("id", UUID.randomUUID().toString());
        values.put("exportId", found.subject().exportId());
        values.put("destination", found.subject().destination());
        values.put("key", found.subject().key());
        values.put("level", found.level().name());
        // It was found by opening, though only the bytes were as delivered: who reads no more than those has nothing to
        // say against it.
        Level depth = found.result() == Result.UNDECRYPTABLE ? Level.OPENS : found.level();
        values.put("depth", depth.ordinal());
        values.put("result", found.result().name());
        values.put("bytes", found.evidence().bytes());
        values.put("sha256", found.evidence().sha256());
        values.put("detail", StoredText.error(found.evidence().detail()));
        values.put("startedAt", found.origin().startedAt());
        values.put("endedAt", found.origin().endedAt());
        values.put("program", found.origin().program());
        values.put("host", found.origin().host());
        boolean good = found.result().isGood();
        values.put("seenAt", good ? found.origin().endedAt() : null);
        values.put("readAt", good && found.level().readsBytes() ? found.origin().endedAt() : null);
        values.put("unreadable", found.result() == Result.UNREADABLE ? 1 : 0);
        return values;
    }

    /** The look that counts of each copy of these exports, by {@code exp_…@destination}; none of one that was never looked at. */
    public Map<String, ReadBack> latest(List<String> exportIds) {
        return database.inParts("find the last read-backs", """
                        select read_backs.* from copy_reads join read_backs on read_backs.id = copy_reads.read_back_id
                        where copy_reads.export_id in (<ids>)""", Map.of(), exportIds, ReadBacks::row).stream()
                .collect(Collectors.toMap(ReadBack::copyId, found -> found));
    }

    /**
     * Tells of each copy at a destination what has to be known to say when it is due; they may be many.
     *
     * @param level what counts as a reading: from {@link Level#CONTENT} on, one of all bytes
     */
    public void known(String destination, Level level, Consumer<KnownCopy> each) {
        database.read("list what is to be read back at " + destination, handle -> {
            handle.createQuery(KNOWN.replace(SEEN, seen(level)))
                    .bind("destination", destination)
                    .map(ReadBacks::known)
                    .forEach(each);
            return each;
        });
    }

    /** As {@link #known(String, Level, Consumer)}, of one copy; empty if there is no such copy. */
    public Optional<KnownCopy> known(String exportId, String destination, Level level) {
        return database.find(
                "find what is known of " + DeliverySql.id(exportId, destination),
                KNOWN.replace(SEEN, seen(level)) + " and deliveries.export_id = :exportId",
                DeliverySql.keys(exportId, destination),
                ReadBacks::known);
    }

    /** For each job: since when a copy of it at the destination was not seen to be good, of those that may be good. */
    public Map<String, Instant> oldest(String destination, Level level) {
        return database
                .list(
                        "find what was not read back at " + destination,
                        OLDEST.replace(SEEN, seen(level)),
                        Map.of("destination", destination),
                        (row, context) -> Map.entry(row.getString("job"), Instants.required(row, "since")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What is known of the job's copies at each destination that has some. */
    public List<ReadBackPlace> places(String job) {
        return ReadBackPlaces.of(database, job);
    }

    private static String seen(Level level) {
        return level.readsBytes() ? "read_at" : "seen_at";
    }

    /** The copies for which somebody has to do something, by their places, the first one that was found first. */
    public Map<CopyPlace, List<ReadBack>> bad() {
        return database
                .list(
                        "list bad copies",
                        BAD,
                        Map.of("outOfReach", OUT_OF_REACH),
                        (row, context) -> Map.entry(
                                new CopyPlace(row.getString("job"), row.getString("destination")), row(row, context)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** How many bytes were read at the destination since then, by days of UTC. */
    public Map<LocalDate, Long> bytes(String destination, Instant since) {
        return database
                .list(
                        "count what was read back at " + destination,
                        """
                        select substr(ended_at, 1, 10) as ended_on, sum(bytes) as bytes from read_backs
                        where destination = :destination and ended_at >= :since group by ended_on""",
                        Map.of("destination", destination, "since", since),
                        (row, context) -> Map.entry(LocalDate.parse(row.getString("ended_on")), row.getLong("bytes")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** All that ended from the one moment on and before the other, in that order. */
    public List<ReadBack> since(Instant from, Instant until) {
        return database.list(
                "list read-backs",
                "select * from read_backs where ended_at >= :from and ended_at < :until order by ended_at, id",
                Map.of("from", from, "until", until),
                ReadBacks::row);
    }

    /** Those of a job's copies that ended in the period, in that order; they may be many. */
    public void of(JobPeriod period, Consumer<ReadBack> each) {
        database.read("list read-backs of " + period.job(), handle -> {
            handle.createQuery(OF_JOB)
                    .bind("job", period.job())
                    .bind("from", period.from())
                    .bind("until", period.until())
                    .map(ReadBacks::row)
                    .forEach(each);
            return each;
        });
    }

    /** Whether this holder may read at the destination for so long; to be claimed again before that is over. */
    public boolean claim(String destination, String holder, Duration time) {
        Instant now = database.now();
        return database.update(
                        "claim the reading at " + destination,
                        CLAIM,
                        Map.of("destination", destination, "holder", holder, "now", now, "until", now.plus(time)))
                == 1;
    }

    public void release(String destination, String holder) {
        database.update(
                "release the reading at " + destination,
                "delete from read_claims where destination = :destination and holder = :holder",
                Map.of("destination", destination, "holder", holder));
    }

    private static KnownCopy known(ResultSet row, StatementContext context) throws SQLException {
        @Nullable String result = row.getString("result");
        return new KnownCopy(
                DeliverySql.id(row.getString("export_id"), row.getString("destination")),
                row.getLong("size"),
                Instants.required(row, "delivered_at"),
                Instants.nullable(row, "seen"),
                result == null
                        ? null
                        : new KnownCopy.Look(
                                Result.valueOf(result),
                                Level.values()[row.getInt("depth")],
                                Instants.required(row, "looked_at")));
    }

    static ReadBack row(ResultSet row, StatementContext context) throws SQLException {
        return new ReadBack(
                new ReadBack.Subject(
                        row.getString("export_id"), row.getString("destination"), row.getString("object_key")),
                Level.valueOf(row.getString("level")),
                Result.valueOf(row.getString("result")),
                new ReadBack.Evidence(row.getLong("bytes"), row.getString("sha256"), row.getString("detail")),
                new ReadBack.Origin(
                        Instants.required(row, "started_at"),
                        Instants.required(row, "ended_at"),
                        row.getString("program"),
                        row.getString("host")));
    }
}
