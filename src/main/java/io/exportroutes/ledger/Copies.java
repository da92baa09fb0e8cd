package io.exportroutes.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What destinations confirmed that they store. Failures as in {@link Runs}. */
public final class Copies {
    private static final String SELECT = """
            select deliveries.*, runs.job, runs.scheduled_for, exports.project as export_project, exports.size, exports.sha256,
              exports.manifest_download_name
            from deliveries join runs on runs.id = deliveries.run_id join exports on exports.id = deliveries.export_id
            where deliveries.state = 'DELIVERED' and exports.size is not null and exports.sha256 is not null""";

    private static final String ORDER =
            " order by runs.scheduled_for desc, deliveries.export_id desc, deliveries.destination limit :limit";

    private final Database database;

    Copies(Database database) {
        this.database = database;
    }

    /**
     * The newest of these copies by the scheduled times of their runs; the copies of an export stand together.
     *
     * @param before only those of runs that were scheduled earlier; null for all
     * @param limit the most
     */
    public List<CopyEntry> newest(CopyFilter filter, @Nullable Instant before, int limit) {
        Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
        List<String> conditions = new ArrayList<>(List.of(SELECT));
        condition(values, conditions, "runs.job", "job", filter.job());
        condition(values, conditions, "deliveries.run_id", "run", filter.run());
        condition(values, conditions, "deliveries.export_id", "exportId", filter.exportId());
        condition(values, conditions, "deliveries.object_key", "key", filter.key());
        condition(values, conditions, "deliveries.destination", "destination", filter.destination());
        if (before != null) {
            conditions.add("runs.scheduled_for < :before");
            values.put("before", before);
        }
        return database.list("list copies", String.join(" and ", conditions) + ORDER, values, (row, context) -> {
            Delivery delivery = RowMappers.delivery(row, context);
            return new CopyEntry(
                    delivery.plan(),
                    new CopyEntry.Subject(
                            row.getString("job"),
                            row.getString("export_project"),
                            Instants.required(row, "scheduled_for"),
                            row.getString("manifest_download_name")),
                    new LastCopy.Stored(row.getString("location"), row.getLong("size"), row.getString("sha256")),
                    Instants.required(row, "delivered_at"),
                    delivery.receipt().confirmation());
        });
    }

    private static void condition(
            Map<String, Object> values, List<String> conditions, String column, String name, @Nullable String value) {
        if (value != null) {
            conditions.add(column + " = :" + name);
            values.put(name, value);
        }
    }
}
