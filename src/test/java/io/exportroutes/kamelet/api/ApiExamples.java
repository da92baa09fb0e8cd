package io.exportroutes.kamelet.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;

/** The replies that the API's reference shows, to the letter. */
final class ApiExamples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiExamples() {}

    static String database() {
        return envelope("""
                {"export": {"id": "exp_20260601_182345_a1b2c3d4e5", "kind": "database_export", "scope": "project",
                  "project": "example_project", "table": null, "format": "zip",
                  "download_name": "example_project_database_export.zip",
                  "download_url": "/projects/example_project/export/download/exp_20260601_182345_a1b2c3d4e5",
                  "storage_backend": "local", "content_type": "application/zip", "row_count": null, "table_count": 2,
                  "size_bytes": 2048, "status": "ready", "status_reason": null, "missing_at": null,
                  "created_at": "2026-06-02T01:23:45Z", "expires_at": null}}""");
    }

    static String schema() {
        return envelope("""
                {"export": {"id": "exp_20260601_182345_a1b2c3d4e5", "kind": "schema_export", "scope": "project",
                  "project": "example_project", "table": null, "format": "json",
                  "download_name": "example_project_schema_export.json",
                  "download_url": "/projects/example_project/export/download/exp_20260601_182345_a1b2c3d4e5",
                  "storage_backend": "local", "content_type": "application/json; charset=utf-8", "row_count": null,
                  "table_count": null, "size_bytes": 2048, "status": "ready", "status_reason": null,
                  "missing_at": null, "created_at": "2026-06-02T01:23:45Z", "expires_at": null}}""");
    }

    static String listing() {
        return envelope("""
                {"exports": [{"id": "exp_20260601_182345_a1b2c3d4e5", "kind": "table_export", "scope": "project",
                  "project": "example_project", "table": "contacts", "format": "csv", "download_name": "contacts.csv",
                  "download_url": "/projects/example_project/export/download/exp_20260601_182345_a1b2c3d4e5",
                  "storage_backend": "local", "content_type": "text/csv; charset=utf-8", "row_count": 25,
                  "table_count": null, "size_bytes": 2048, "status": "ready", "status_reason": null,
                  "missing_at": null, "created_at": "2026-06-02T01:23:45Z", "expires_at": null}],
                 "total": 1, "limit": 50, "offset": 0}""");
    }

    /** The reference's reply where the call fails. */
    static String refusal(String code, String message) {
        return """
                {"ok": false, "data": null, "error": {"code": "%s", "message": "%s"},
                 "request_id": "req_20260602T012345_123456Z_abc123def456",
                 "meta": {"generated_at": "2026-06-02T01:23:45Z"}}""".formatted(code, message);
    }

    /** What is under {@code data}. */
    static Map<?, ?> data(String reply) {
        try {
            return Objects.requireNonNull(
                    (Map<?, ?>) JSON.readValue(reply, Map.class).get("data"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String envelope(String data) {
        return """
                {"ok": true, "data": %s, "error": null, "request_id": "req_20260602T012345_123456Z_abc123def456",
                 "operation_key": "edit-profile-email",
                 "operation_run_id": "oprun_20260602T012300_000000Z_a1b2c3d4e5f6",
                 "operation_grouping_status": "accepted_provided_run",
                 "meta": {"generated_at": "2026-06-02T01:23:45Z"}}""".formatted(data);
    }
}
