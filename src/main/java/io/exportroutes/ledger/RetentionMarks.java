package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to which delivery the retention was applied at each place, so that each delivery lets it be applied once, on one node. Failures
 * as in {@link Runs}.
 */
public final class RetentionMarks {
    private static final String CLAIM = """
            insert into retention_marks (job, destination, delivered_at) values (:job, :destination, :deliveredAt)
            on conflict (job, destination) do update set delivered_at = excluded.delivered_at
            where retention_marks.delivered_at < excluded.delivered_at""";

    private static final String NOTE = """
            update retention_marks set error_code = :errorCode, error = :error, hint = :hint
            where job = :job and destination = :destination""";

    private final Database database;

    RetentionMarks(Database database) {
        this.database = database;
    }

    /** Whether this is the first to apply the retention after that delivery. */
    public boolean claim(CopyPlace place, Instant deliveredAt) {
        return database.update(
                        "claim the retention of " + place,
                        CLAIM,
                        Map.of(
                                "job", place.job(),
                                "destination", place.destination(),
                                "deliveredAt", deliveredAt))
                == 1;
    }

    /** How it ended there: what blocked it, or null. */
    public void note(CopyPlace place, @Nullable ExportFailure blocked) {
        Map<String, Object> values = ErrorColumns.of(blocked);
        values.put("job", place.job());
        values.put("destination", place.destination());
        database.update("note the retention of " + place, NOTE, values);
    }

    /** Where it is blocked, and why. */
    public Map<CopyPlace, FailureNote> blocked() {
        Map<CopyPlace, FailureNote> blocked = new HashMap<>();
        database.list(
                        "list what blocks the retention",
                        "select * from retention_marks where error_code is not null",
                        Map.of(),
                        (row, context) -> Map.entry(
                                new CopyPlace(row.getString("job"), row.getString("destination")),
                                RowMappers.failure(row)))
                .forEach(entry -> blocked.put(entry.getKey(), entry.getValue()));
        return blocked;
    }
}
