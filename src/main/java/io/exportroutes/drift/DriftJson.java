package io.exportroutes.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.value.Visible;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drift for programs; the names of the components are the keys, and they are stable.
 *
 * @param version of this form; it grows if a key gets another meaning
 * @param compared which exports these were; null for two files
 * @param diff the lines of the unified diff of two SQL exports
 */
public record DriftJson(
        int version, @Nullable ComparedJson compared, Counts counts, List<ChangeJson> changes, List<String> diff) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public record ComparedJson(ExportJson before, ExportJson after) {}

    /** @param scheduledFor ISO 8601, in UTC */
    public record ExportJson(String job, String exportId, String scheduledFor, String sha256) {}

    public record Counts(long loss, long change, long addition) {}

    /** @param id the kind of change, such as {@code column-removed} */
    public record ChangeJson(String id, String severity, Where where, Values values, String note) {}

    /** Null where it belongs to no table, or is the table itself. */
    public record Where(@Nullable String table, @Nullable String name) {}

    /** Null where there is none; {@code (hidden)} where it might be a secret. */
    public record Values(@Nullable String before, @Nullable String after) {}

    /** @param exports null for two files */
    public static DriftJson of(Drift drift, @Nullable ComparedExports exports) {
        return new DriftJson(
                1,
                exports == null ? null : new ComparedJson(export(exports.before()), export(exports.after())),
                new Counts(drift.count(Severity.LOSS), drift.count(Severity.CHANGE), drift.count(Severity.ADDITION)),
                drift.changes().stream().map(DriftJson::change).toList(),
                drift.diff());
    }

    /** One JSON object on one line, the control characters in it escaped. */
    public String text() {
        try {
            return Visible.text(MAPPER.writeValueAsString(this));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ExportJson export(ComparedExports.Export export) {
        return new ExportJson(export.job(), export.id(), export.scheduledFor().toString(), export.sha256());
    }

    private static ChangeJson change(Change change) {
        return new ChangeJson(
                change.id().word(),
                change.severity().word(),
                new Where(change.subject().table(), change.subject().name()),
                new Values(change.values().before(), change.values().after()),
                change.note());
    }
}
