package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.failure.FailureNote;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of the ledger's tables as records. */
final class RowMappers {
    private RowMappers() {}

    /** The reason of a run's last end is not shown while it is worked on once more. */
    static Run run(ResultSet row, StatementContext context) throws SQLException {
        RunState state = RunState.valueOf(row.getString("state"));
        return new Run(
                row.getString("id"),
                new RunOrigin(
                        row.getString("job"),
                        row.getString("project"),
                        row.getString("triggered_by"),
                        Instants.required(row, "scheduled_for"),
                        Instants.required(row, "created_at")),
                state,
                new RunProgress(
                        Instants.nullable(row, "started_at"),
                        Instants.nullable(row, "finished_at"),
                        request(row),
                        history(row)),
                state.settled() ? failure(row) : FailureNote.NONE);
    }

    private static ExportRequest request(ResultSet row) throws SQLException {
        return new ExportRequest(
                Instants.nullable(row, "requested_at"), row.getString("file_name"), row.getInt("renewals"), trace(row));
    }

    static FailureNote failure(ResultSet row) throws SQLException {
        return new FailureNote(row.getString("error_code"), row.getString("error"), row.getString("hint"));
    }

    private static RunHistory history(ResultSet row) throws SQLException {
        String from = row.getString("replayed_from");
        return new RunHistory(
                Instants.nullable(row, "listed_at"),
                Instants.nullable(row, "replayed_at"),
                from == null ? null : RunState.valueOf(from),
                row.getString("as_job"),
                row.getString("note"));
    }

    private static @Nullable CallTrace trace(ResultSet row) throws SQLException {
        CallTrace trace = new CallTrace(
                row.getString("request_id"),
                row.getString("operation_run_id"),
                row.getString("operation_grouping_status"));
        return trace.equals(new CallTrace(null, null, null)) ? null : trace;
    }

    static ExportEntry export(ResultSet row, StatementContext context) throws SQLException {
        return new ExportEntry(
                manifest(row),
                new ExportOwner(
                        row.getString("project"), row.getString("run_id"), row.getString("first_job"), release(row)),
                ExportState.valueOf(row.getString("state")),
                new SpooledBytes(
                        number(row, "size"),
                        row.getString("sha256"),
                        Instants.nullable(row, "verified_at"),
                        row.getString("spooled_on")),
                failure(row));
    }

    private static @Nullable Release release(ResultSet row) throws SQLException {
        Instant at = Instants.nullable(row, "released_at");
        return at == null ? null : new Release(row.getString("released_by"), at, row.getString("release_reason"));
    }

    private static Manifest manifest(ResultSet row) throws SQLException {
        return new Manifest(
                row.getString("id"),
                new Manifest.Scope(
                        row.getString("manifest_kind"),
                        row.getString("manifest_project"),
                        row.getString("manifest_table"),
                        row.getString("manifest_format")),
                new Manifest.Artifact(
                        row.getString("manifest_download_name"),
                        row.getString("manifest_content_type"),
                        number(row, "manifest_row_count"),
                        number(row, "manifest_table_count"),
                        number(row, "manifest_size_bytes")),
                new Manifest.Availability(
                        row.getString("manifest_status"),
                        row.getString("manifest_status_reason"),
                        Instants.nullable(row, "manifest_missing_at"),
                        Instants.nullable(row, "manifest_created_at"),
                        Instants.nullable(row, "manifest_expires_at")),
                row.getString("manifest_json"));
    }

    /** By the export's id. */
    static Map.Entry<String, KnownExport> knownExport(ResultSet row, StatementContext context) throws SQLException {
        ExportState state = ExportState.valueOf(row.getString("state"));
        return Map.entry(row.getString("id"), new KnownExport(state, row.getString("manifest_status")));
    }

    static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
        return new Delivery(
                new DeliveryPlan(
                        row.getString("export_id"),
                        row.getString("destination"),
                        row.getString("run_id"),
                        row.getString("object_key"),
                        row.getString("recipients")),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                new Receipt(row.getString("location"), Instants.nullable(row, "delivered_at"), confirmation(row)),
                failure(row));
    }

    private static @Nullable Confirmation confirmation(ResultSet row) throws SQLException {
        String name = row.getString("confirmation");
        return name == null ? null : Confirmation.valueOf(name);
    }

    static ScheduleMark schedule(ResultSet row, StatementContext context) throws SQLException {
        return new ScheduleMark(
                row.getString("job"), Instants.required(row, "seen_until"), Instants.nullable(row, "paused_since"));
    }

    static KnownDirectory baseDirectory(ResultSet row, StatementContext context) throws SQLException {
        return new KnownDirectory(
                row.getString("place"),
                row.getString("marker_id"),
                row.getString("marker_seen_at") != null,
                row.getString("file_system"));
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
