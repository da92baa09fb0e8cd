package io.exportroutes.ledger;

import io.exportroutes.readback.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a job's copies, by destinations. */
final class ReadBackPlaces {
    private static final String BAD = Arrays.stream(Result.values())
            .filter(Result::isBad)
            .map(result -> "'" + result.name() + "'")
            .collect(Collectors.joining(", "));

    private static final String OF_JOB = """
            from runs join deliveries on deliveries.run_id = runs.id
              left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
              left join copy_reads on copy_reads.export_id = deliveries.export_id and copy_reads.destination = deliveries.destination
            where runs.job = :job and deliveries.state = 'DELIVERED' and copies.expiring_at is null
            """;

    private static final String PLACES = """
            select deliveries.destination, count(*) as copies, sum(case when copy_reads.result in (:bad) then 1 else 0 end) as bad,
              min(case when :good then coalesce(copy_reads.read_at, deliveries.delivered_at) end) as oldest_read,
              min(case when :good then coalesce(copy_reads.seen_at, deliveries.delivered_at) end) as oldest_seen
            """.replace(":bad", BAD).replace(":good", ReadBacks.MAY_BE_GOOD) + OF_JOB
            + "group by deliveries.destination";

    private static final String LAST = """
            select read_backs.* from (select copy_reads.read_back_id, row_number() over (
                partition by copy_reads.destination order by copy_reads.looked_at desc, copy_reads.read_back_id) as place
            """ + OF_JOB + """
            and copy_reads.read_back_id is not null) looks join read_backs on read_backs.id = looks.read_back_id
            where looks.place = 1""";

    private ReadBackPlaces() {}

    static List<ReadBackPlace> of(Database database, String job) {
        Map<String, ReadBack> last =
                database.list("find the last read-backs of " + job, LAST, Map.of("job", job), ReadBacks::row).stream()
                        .collect(Collectors.toMap(found -> found.subject().destination(), Function.identity()));
        return database.list(
                "count the read-backs of " + job,
                PLACES,
                Map.of("job", job),
                (row, context) -> place(row, last.get(row.getString("destination"))));
    }

    private static ReadBackPlace place(ResultSet row, @Nullable ReadBack last) throws SQLException {
        return new ReadBackPlace(
                row.getString("destination"),
                new ReadBackPlace.Copies(row.getLong("copies"), row.getLong("bad")),
                new ReadBackPlace.Oldest(Instants.nullable(row, "oldest_read"), Instants.nullable(row, "oldest_seen")),
                last);
    }
}
