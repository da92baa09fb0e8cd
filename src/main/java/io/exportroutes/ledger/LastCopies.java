package io.exportroutes.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The newest copy of each job at each of its destinations. Each lookup walks a job's runs from the newest back to the first that has
 * one, by an index; it does not read the whole history unless there is none. Failures as in {@link Runs}.
 */
public final class LastCopies {
    private static final int PLACES_IN_ONE_QUERY = 200;

    /** "cross join" keeps SQLite from beginning with the deliveries. */
    private static final String COPIES = """
            with places (job, destination) as (values <places>)
            select places.job, places.destination, runs.id as run_id, runs.scheduled_for, exports.id as export_id,
              coalesce(encrypted.size, exports.size) as size, coalesce(encrypted.sha256, exports.sha256) as sha256, deliveries.location, deliveries.delivered_at
            from places cross join deliveries
            join exports on exports.id = deliveries.export_id
            join runs on runs.id = deliveries.run_id
            left join encrypted_artifacts encrypted on encrypted.export_id = deliveries.export_id
              and encrypted.recipients = deliveries.recipients
            where deliveries.destination = places.destination and deliveries.export_id = (
              select made.export_id from runs made_by cross join deliveries made
              where made_by.job = places.job and made.run_id = made_by.id and made.destination = places.destination
                and made.state = 'DELIVERED' and not exists (select 1 from copies
                  where copies.export_id = made.export_id and copies.destination = made.destination
                    and copies.expiring_at is not null)
              order by made_by.created_at desc, made_by.scheduled_for desc, made_by.id desc limit 1)""";

    /** A sweep may find nothing new; what somebody gave up by hand is not missing any more. */
    private static final String SWEPT = """
            with places (job, destination) as (values <places>)
            select places.job, places.destination, (
              select runs.scheduled_for from runs
              where runs.job = places.job and runs.state in ('SUCCEEDED', 'PARTIAL')
                and not exists (select 1 from deliveries where deliveries.run_id = runs.id
                  and deliveries.destination = places.destination and deliveries.state in ('PENDING', 'SENDING', 'DEAD'))
                and not exists (select 1 from exports where exports.run_id = runs.id and exports.state in ('FAILED', 'REFUSED'))
              order by runs.created_at desc, runs.scheduled_for desc, runs.id desc limit 1) as scheduled_for
            from places""";

    private final Database database;

    LastCopies(Database database) {
        this.database = database;
    }

    /** The newest copy at each of these places; none where there is none. */
    public Map<CopyPlace, LastCopy> find(Collection<CopyPlace> places) {
        Map<CopyPlace, LastCopy> found = new HashMap<>();
        inParts(
                "find the last copies",
                COPIES,
                places,
                (row, context) -> Map.entry(
                        new CopyPlace(row.getString("job"), row.getString("destination")),
                        new LastCopy(
                                row.getString("run_id"),
                                row.getString("export_id"),
                                Instants.required(row, "scheduled_for"),
                                Instants.required(row, "delivered_at"),
                                new LastCopy.Stored(
                                        row.getString("location"), row.getLong("size"), row.getString("sha256")))),
                found);
        return found;
    }

    /**
     * The scheduled time of the newest sweep of each job after which nothing was left to do for that destination: every export that
     * it found, if any, is there.
     */
    public Map<CopyPlace, Instant> swept(Collection<CopyPlace> places) {
        Map<CopyPlace, Instant> found = new HashMap<>();
        inParts(
                "find the last complete sweeps",
                "select * from (" + SWEPT + ") swept where scheduled_for is not null",
                places,
                (row, context) -> Map.entry(
                        new CopyPlace(row.getString("job"), row.getString("destination")),
                        Instants.required(row, "scheduled_for")),
                found);
        return found;
    }

    private <T> void inParts(
            String operation,
            String query,
            Collection<CopyPlace> places,
            RowMapper<Map.Entry<CopyPlace, T>> mapper,
            Map<CopyPlace, T> found) {
        List<CopyPlace> all = new ArrayList<>(places);
        database.read(operation, handle -> {
            for (int from = 0; from < all.size(); from += PLACES_IN_ONE_QUERY) {
                handle.createQuery(query)
                        .bindMethodsList(
                                "places",
                                all.subList(from, Math.min(all.size(), from + PLACES_IN_ONE_QUERY)),
                                List.of("job", "destination"))
                        .map(mapper)
                        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            }
            return found;
        });
    }
}
