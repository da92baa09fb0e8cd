package io.exportroutes.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.custody.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** One entry of a chain for each destination and day on which copies were read back there: an entry for each copy would drown the rest. */
final class ReadBackEntries {
    /** An entry has its limit; of more copies on one day the worst are named, and how many more there were. */
    private static final int MOST = 10_000;

    /** A day is told once it is over; whoever was away for longer than this has read nothing back meanwhile. */
    private static final Duration LOOK_BACK = Duration.ofDays(40);

    private static final String OF_JOBS = """
            from read_backs join exports on exports.id = read_backs.export_id join runs on runs.id = exports.run_id
            where read_backs.ended_at >= :from and read_backs.ended_at < :until\s""";

    private static final String DAYS =
            "select runs.job, read_backs.destination, substr(read_backs.ended_at, 1, 10) as day " + OF_JOBS + """
            and not exists (select 1 from read_back_marks mark where mark.job = runs.job
              and mark.destination = read_backs.destination and mark.day >= substr(read_backs.ended_at, 1, 10))
            group by runs.job, read_backs.destination, substr(read_backs.ended_at, 1, 10) order by 3, 1, 2""";

    private static final String OF_ONE = OF_JOBS + "and runs.job = :job and read_backs.destination = :destination";

    private static final String ENTRIES = "select distinct chain_entries.seq from chain_entries where chain = :job"
            + " and event = 'stored' and export_id in (select read_backs.export_id " + OF_ONE + ") order by 1";

    private static final String MARK = """
            insert into read_back_marks (job, destination, day) values (:job, :destination, :day)
            on conflict (job, destination) do update set day = excluded.day where read_back_marks.day < excluded.day""";

    private record Day(String job, String destination, String day) {}

    private ReadBackEntries() {}

    /** Tells of the days that are over and were not told. */
    static void tell(Database database) {
        Instant today = LocalDate.ofInstant(database.now(), ZoneOffset.UTC)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        List<Day> days = database.list(
                "list the days with read-backs that no chain tells",
                DAYS,
                Map.of("from", today.minus(LOOK_BACK), "until", today),
                (row, context) -> new Day(row.getString("job"), row.getString("destination"), row.getString("day")));
        for (Day day : days) {
            database.write("tell chain " + day.job() + " what was read back", handle -> {
                tell(database, handle, day);
                return true;
            });
        }
    }

    private static void tell(Database database, Handle handle, Day day) {
        if (mark(handle, day.job(), day.destination(), day.day())) { // else another node told it
            database.chains()
                    .append(
                            handle,
                            new ChainEvent(
                                    Event.READ_BACK, day.job(), null, null, (entry, now) -> fill(handle, day, entry)));
        }
    }

    /** The chain tells of the days up to this one; false if that was known. */
    static boolean mark(Handle handle, String job, String destination, String day) {
        return handle.createUpdate(MARK)
                        .bind("job", job)
                        .bind("destination", destination)
                        .bind("day", day)
                        .execute()
                == 1;
    }

    private static void fill(Handle handle, Day day, ObjectNode entry) {
        Instant from = LocalDate.parse(day.day()).atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, Object> values = Map.of(
                "job",
                day.job(),
                "destination",
                day.destination(),
                "from",
                from,
                "until",
                from.plus(Duration.ofDays(1)));
        ArrayNode entries = entry.putArray("entries");
        handle.createQuery(ENTRIES).bindMap(values).mapTo(Long.class).forEach(entries::add);
        entry.put("destination", day.destination()).put("day", day.day());
        int more = add(handle, values, entry.putArray("copies"));
        if (more > 0) {
            entry.put("more", more);
        }
    }

    /** Adds as many as there is room for; returns how many more there are. */
    private static int add(Handle handle, Map<String, Object> values, ArrayNode copies) {
        return handle.createQuery(
                        "select read_backs.* " + OF_ONE
                                + " order by case when read_backs.result = 'OK' then 1 else 0 end, read_backs.ended_at, read_backs.id")
                .bindMap(values)
                .map(ReadBacks::row)
                .reduce(0, (left, found) -> {
                    if (copies.size() == MOST) {
                        return left + 1;
                    }
                    add(copies.addObject(), found);
                    return left;
                });
    }

    private static void add(ObjectNode copy, ReadBack found) {
        copy.put("export", found.subject().exportId())
                .put("level", found.level().word())
                .put("result", found.result().word())
                .put("at", found.origin().endedAt().toString());
        if (found.evidence().sha256() != null) {
            copy.put("sha256", found.evidence().sha256());
        }
    }
}
