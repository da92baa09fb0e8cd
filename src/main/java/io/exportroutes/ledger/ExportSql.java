package io.exportroutes.ledger;

/** The statements of {@link Exports}; :id and the other facts of a manifest are bound from the record. */
final class ExportSql {
    private static final String COLUMNS = """
            (id, project, run_id, state, error_code, error, manifest_kind, manifest_project, manifest_table,
              manifest_format, manifest_download_name, manifest_content_type, manifest_row_count,
              manifest_table_count, manifest_size_bytes, manifest_status, manifest_status_reason, manifest_missing_at,
              manifest_created_at, manifest_expires_at, manifest_json)
            """;

    private static final String FACTS = """
             :kind, :project, :table, :format, :downloadName, :contentType, :rowCount, :tableCount, :sizeBytes, :status,
              :statusReason, :missingAt, :createdAt, :expiresAt, :json)
            """;

    private static final String SET_FACTS = """
            manifest_kind = :kind, manifest_project = :project, manifest_table = :table, manifest_format = :format,
              manifest_download_name = :downloadName, manifest_content_type = :contentType,
              manifest_row_count = :rowCount, manifest_table_count = :tableCount, manifest_size_bytes = :sizeBytes,
              manifest_status = :status, manifest_status_reason = :statusReason, manifest_missing_at = :missingAt,
              manifest_created_at = :createdAt, manifest_expires_at = :expiresAt, manifest_json = :json
            """;

    private static final String OWNER_SETTLED = """
            exists (select 1 from runs where runs.id = exports.run_id
              and runs.state in ('SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED'))""";

    private static final String DELIVERED_SOMEWHERE =
            "exists (select 1 from deliveries where export_id = exports.id and deliveries.state = 'DELIVERED')";

    static final String TAKE = "insert into exports " + COLUMNS
            + "values (:id, :owner, :runId, 'TAKEN', null, null," + FACTS
            + "on conflict (id) do update set run_id = :runId, project = :owner, state = 'TAKEN', error_code = null,"
            + " error = null, hint = null, " + SET_FACTS
            + "where exports.state = 'FAILED' or (exports.state = 'TAKEN' and " + OWNER_SETTLED + ")";

    static final String HAND_OVER = """
            update deliveries set run_id = :runId,
              state = case when state in ('SENDING', 'DEAD') then 'PENDING' else state end
            where export_id = :id""";

    static final String OWNED =
            "select 1 from exports where id = :id and run_id = :runId and state in ('TAKEN', 'VERIFIED')";

    static final String OF_RUN = """
            select * from exports where run_id = :runId
            order by case when manifest_expires_at is null then 1 else 0 end, manifest_expires_at, id""";

    static final String FIND = "select * from exports where id = :id";

    static final String CLOSED = """
            select exports.id from exports join runs on runs.id = exports.run_id
            where exports.project = :project and exports.id in (<ids>)
              and (exports.state in ('VERIFIED', 'LOST')
                or (exports.state = 'TAKEN' and runs.state in ('QUEUED', 'EXPORTING', 'TRANSFERRING')))""";

    static final String REFRESH = "update exports set " + SET_FACTS + "where id = :id";

    static final String VERIFIED = """
            update exports set state = 'VERIFIED', size = :size, sha256 = :sha256, spooled_on = :node, error_code = null, error = null,
              hint = null, verified_at = case when size = :size and sha256 = :sha256 then coalesce(verified_at, :now) else :now end
            where id = :id and (state = 'TAKEN' or (state = 'VERIFIED'
              and ((size = :size and sha256 = :sha256) or not\s""" + DELIVERED_SOMEWHERE + ")))";

    /** What was verified and is nowhere can be lost: the bytes were on a node that died. */
    static final String LOST = "insert into exports " + COLUMNS
            + "values (:id, :owner, :runId, 'LOST', :errorCode, :error," + FACTS
            + "on conflict (id) do update set run_id = :runId, state = 'LOST', error_code = :errorCode, error = :error, "
            + SET_FACTS
            + "where exports.state = 'FAILED' or (exports.state = 'TAKEN' and (exports.run_id = :runId or "
            + OWNER_SETTLED + ")) or (exports.state = 'VERIFIED' and exports.run_id = :runId and not "
            + DELIVERED_SOMEWHERE + ")";

    static final String DISCARD_OF_LOST = """
            update deliveries set state = 'DISCARDED', error_code = 'export_lost', hint = null,
              error = 'The export was gone before it could be delivered'
            where export_id = :id and state in ('PENDING', 'SENDING', 'DEAD')""";

    static final String FAILED = """
            update exports set state = 'FAILED', error_code = :errorCode, error = :error, hint = :hint, size = null, sha256 = null,
              verified_at = null
            where id = :id and (state in ('TAKEN', 'FAILED') or (state = 'VERIFIED' and not\s""" + DELIVERED_SOMEWHERE + "))";

    static final String OUT_OF_TIME = """
            update exports set state = 'FAILED', error_code = :errorCode, error = :error, hint = :hint
            where run_id = :runId and state = 'TAKEN'""";

    private static final String DEAD = """
            select exports.* from exports join runs on runs.id = exports.run_id
            where exports.state = 'FAILED' and runs.state in ('PARTIAL', 'FAILED')\s""";

    static final String ALL_FAILED = DEAD + "order by exports.id";

    static final String FAILED_OF = DEAD + "and (exports.id = :id or exports.run_id = :id) order by exports.id";

    static final String DISCARD =
            "update exports set state = 'LOST' where id = :id and state = 'FAILED' and " + OWNER_SETTLED;

    static final String DISCARD_OF_DISCARDED = """
            update deliveries set state = 'DISCARDED' where export_id = :id and state in ('PENDING', 'SENDING', 'DEAD')""";

    static final String LAST_GOOD = """
            select exports.* from exports join runs on runs.id = exports.run_id
            where runs.job = :job and exports.manifest_kind = :kind and exports.state = 'VERIFIED'
            order by exports.verified_at desc, exports.id desc limit 1""";

    static final String DISCARD_OF_RENEWED = """
            update deliveries set state = 'DISCARDED', error_code = 'export_renewed', hint = null,
              error = 'The export was gone before it could be delivered; a new one was asked for'
            where run_id = :runId and state in ('PENDING', 'SENDING', 'DEAD')""";

    static final String GIVE_UP = """
            update exports set state = 'LOST', error_code = 'export_renewed',
              error = 'The export was gone before it could be downloaded; a new one was asked for'
            where run_id = :runId and (state in ('TAKEN', 'FAILED') or (state = 'VERIFIED' and not\s""" + DELIVERED_SOMEWHERE + "))";

    private ExportSql() {}
}
