package io.exportroutes.ledger;

import io.exportroutes.readback.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;

/** What is known of a job's copies, by destinations. */
final class ReadBackPlaces {
    private static final String BAD = Arrays.stream(Result.values())
            .filter(Result::isBad)
            .map(result -> "'" + result.name() + "'")
            .collect(Collectors.joining(", "));

    /** A moment has 24 characters, and its text is in the order of time: the greatest one brings the id of its look along. */
    private static final String PLACES = """
            with places as (
              select deliveries.destination as place, count(*) as copies, sum(case when copy_reads.result in (:bad) then 1 else 0 end) as bad,
                min(case when :good then coalesce(copy_reads.read_at, deliveries.delivered_at) end) as oldest_read,
                min(case when :good then coalesce(copy_reads.seen_at, deliveries.delivered_at) end) as oldest_seen,
                max(copy_reads.looked_at || copy_reads.read_back_id) as newest
              from runs join deliveries on deliveries.run_id = runs.id
                left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
                left join copy_reads on copy_reads.export_id = deliveries.export_id and copy_reads.destination = deliveries.destination
              where runs.job = :job and deliveries.state = 'DELIVERED' and copies.expiring_at is null group by deliveries.destination)
            select places.*, read_backs.* from places left join read_backs on read_backs.id = substr(places.newest, 25)
            """.replace(":bad", BAD).replace(":good", ReadBacks.MAY_BE_GOOD);

    private ReadBackPlaces() {}

    static List<ReadBackPlace> of(Database database, String job) {
        return database.list("find the read-backs of " + job, PLACES, Map.of("job", job), ReadBackPlaces::place);
    }

    private static ReadBackPlace place(ResultSet row, StatementContext context) throws SQLException {
        return new ReadBackPlace(
                row.getString("place"),
                new ReadBackPlace.Copies(row.getLong("copies"), row.getLong("bad")),
                new ReadBackPlace.Oldest(Instants.nullable(row, "oldest_read"), Instants.nullable(row, "oldest_seen")),
                row.getString("newest") == null ? null : ReadBacks.row(row, context));
    }
}
