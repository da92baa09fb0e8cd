package io.exportroutes.ledger;

/** The statements of {@link Exports}; :id and the other facts of a manifest are bound from the record. */
final class ExportSql {
    private static final String COLUMNS = """
            (id, project, run_id, state, error_code, error, hint, manifest_kind, manifest_project, manifest_table,
              manifest_format, manifest_download_name, manifest_content_type, manifest_row_count,
              manifest_table_count, manifest_size_bytes, manifest_status, manifest_status_reason, manifest_missing_at,
              manifest_created_at, manifest_expires_at, manifest_json, first_job)
            """;

    private static final String FACTS = """
             :kind, :project, :table, :format, :downloadName, :contentType, :rowCount, :tableCount, :sizeBytes, :status,
              :statusReason, :missingAt, :createdAt, :expiresAt, :json, (select job from runs where id = :runId))
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

    /** No other worker has it: it belongs to the run itself, or to a run that is over. */
    private static final String IDLE = "(exports.run_id = :runId or " + OWNER_SETTLED + ")";

    private static final String DELIVERED_SOMEWHERE =
            "exists (select 1 from deliveries where export_id = exports.id and deliveries.state = 'DELIVERED')";

    /**
     * A LOST export that may be taken again. The first codes come from a listing, or from an older version's clock. The second
     * ones mean that the API refused its download, which stays true until its manifest changes. An older version wrote other
     * codes for exports that were discarded by hand.
     */
    private static final String FOUND_AGAIN = """
            (exports.state = 'LOST'
              and (exports.error_code in ('export_lost', 'export_gone', 'export_unlisted', 'export_renewed')
                or (exports.error_code in ('export_expired', 'export_not_found', 'not_found')
                  and (exports.manifest_status <> :status
                    or exports.manifest_missing_at is distinct from :missingAt
                    or exports.manifest_expires_at is distinct from :expiresAt))))""";

    private static final String NULL_WHERE_LOST =
            "%1$s = case when exports.state = 'LOST' then null else exports.%1$s end";

    static final String TAKE = "insert into exports " + COLUMNS
            + "values (:id, :owner, :runId, 'TAKEN', null, null, null," + FACTS
            + "on conflict (id) do update set run_id = :runId, project = :owner, state = 'TAKEN', error_code = null,"
            + " error = null, hint = null, " + NULL_WHERE_LOST.formatted("size") + ", "
            + NULL_WHERE_LOST.formatted("sha256") + ", " + NULL_WHERE_LOST.formatted("verified_at") + ", "
            // A plan that an older version made is its run's: another run adds its own to it
            + "planned_for = coalesce(exports.planned_for,"
            + " case when exports.run_id <> :runId then exports.run_id end), " + SET_FACTS
            + "where (exports.state = 'FAILED' and " + IDLE + ") or (exports.state = 'TAKEN' and " + OWNER_SETTLED
            + ") or "
            + FOUND_AGAIN;

    /**
     * Deliveries that were discarded by hand stay discarded; those that were given up because their export was gone are made
     * again, under their key unless another delivery got it meanwhile.
     */
    static final String HAND_OVER = """
            update deliveries set run_id = :runId, held_key = case when state = 'DISCARDED' then null else held_key end,
              state = case when state in ('SENDING', 'DEAD')
                or (state = 'DISCARDED' and error_code in ('export_lost', 'export_renewed')) then 'PENDING' else state end
            where export_id in (<ids>)""";

    static final String OWNED =
            "select 1 from exports where id = :id and run_id = :runId and state in ('TAKEN', 'VERIFIED')";

    static final String SOONEST_EXPIRY_FIRST = """
            order by case when manifest_expires_at is null then 1 else 0 end, manifest_expires_at, id""";

    static final String OF_RUN = "select * from exports where run_id = :runId " + SOONEST_EXPIRY_FIRST;

    static final String IDS_OF_RUN =
            "select id from exports where run_id = :runId and state in (<states>) " + SOONEST_EXPIRY_FIRST;

    static final String FIRST_OF_RUN = "select * from exports where run_id = :runId and state in (<states>) "
            + SOONEST_EXPIRY_FIRST + " limit :most";

    /** A row for each open delivery of a verified export; one row without a destination for each other export. */
    static final String DUE = """
            select exports.id, deliveries.destination from exports left join deliveries
              on deliveries.export_id = exports.id and exports.state = 'VERIFIED'
                and deliveries.state in ('PENDING', 'SENDING')
            where exports.run_id = :runId and (exports.state = 'TAKEN' or (exports.state = 'VERIFIED'
              and (deliveries.destination is not null
                or not exists (select 1 from deliveries planned where planned.export_id = exports.id))))\s""" + SOONEST_EXPIRY_FIRST;

    static final String FIND = "select * from exports where id = :id";

    static final String STANDINGS = """
            select exports.id, exports.state, exports.manifest_status from exports join runs on runs.id = exports.run_id
            where exports.project = :project and exports.id in (<ids>)
              and (exports.state in ('VERIFIED', 'REFUSED', 'LOST', 'DISCARDED')
                or (exports.state in ('TAKEN', 'FAILED') and runs.state in ('QUEUED', 'EXPORTING', 'TRANSFERRING')))""";

    static final String REFRESH = "update exports set " + SET_FACTS + "where id = :id";

    static final String VERIFIED = """
            update exports set state = 'VERIFIED', size = :size, sha256 = :sha256, spooled_on = :node, error_code = null, error = null,
              hint = null, verified_at = case when size = :size and sha256 = :sha256 then coalesce(verified_at, :now) else :now end
            where id = :id and (state = 'TAKEN' or (state = 'VERIFIED'
              and ((size = :size and sha256 = :sha256) or not\s""" + DELIVERED_SOMEWHERE + ")))";

    /** An older version left what was released TAKEN: its bytes were verified, and may be in a spool. */
    private static final String UNVERIFIED = "exports.sha256 is null";

    private static final String LOSE = "insert into exports " + COLUMNS
            + "values (:id, :owner, :runId, 'LOST', :errorCode, :error, :hint," + FACTS
            + "on conflict (id) do update set run_id = :runId, state = 'LOST', error_code = :errorCode, error = :error,"
            + " hint = :hint, " + SET_FACTS + "where exports.state in ('FAILED', 'TAKEN') and " + UNVERIFIED + " and "
            + IDLE;

    /** A verified export that is in no spool can be lost to its run: its bytes were on a node that died. */
    static String lost(Spooled bytes) {
        return switch (bytes) {
            case PERHAPS -> LOSE;
            case NOWHERE ->
                LOSE + " or (exports.state in ('TAKEN', 'VERIFIED') and exports.run_id = :runId and not "
                        + DELIVERED_SOMEWHERE + ")";
        };
    }

    static final String DISCARD_OF_LOST = """
            update deliveries set state = 'DISCARDED', error_code = 'export_lost', hint = null,
              error = 'The export was gone before it could be delivered'
            where export_id = :id and state in ('PENDING', 'SENDING', 'DEAD')""";

    static final String FAILED = """
            update exports set state = 'FAILED', error_code = :errorCode, error = :error, hint = :hint, size = null, sha256 = null,
              verified_at = null
            where id = :id and (state in ('TAKEN', 'FAILED') or (state = 'VERIFIED' and not\s""" + DELIVERED_SOMEWHERE + "))";

    /** When a run ends, each of these becomes a dead letter: otherwise nobody would see it or could discard it. */
    static final String UNFINISHED = """
            update exports set state = 'FAILED', error_code = :errorCode, error = :error, hint = :hint
            where run_id = :runId and state = 'TAKEN'""";

    /** Its bytes are verified but for the guard: size and SHA-256 are kept for the release. */
    static final String REFUSED = """
            update exports set state = 'REFUSED', size = :size, sha256 = :sha256, spooled_on = :node, verified_at = null,
              error_code = :errorCode, error = :error, hint = :hint
            where id = :id and (state in ('TAKEN', 'REFUSED') or (state = 'VERIFIED' and not\s""" + DELIVERED_SOMEWHERE + "))";

    /** Its bytes are verified, so what the API reports later does not count; an older version forgot them. */
    static final String RELEASE = """
            update exports set state = case when sha256 is null then 'TAKEN' else 'VERIFIED' end,
              verified_at = case when sha256 is null then null else :now end, error_code = null, error = null,
              hint = null, released_by = :by, released_at = :now, release_reason = :reason
            where id = :id and state = 'REFUSED' and\s""" + OWNER_SETTLED;

    static final String PENDING_OF_RELEASED =
            "update deliveries set state = 'PENDING' where export_id = :id and state in ('SENDING', 'DEAD')";

    /** The two states are named for the index of them; asked for an order, SQLite would read all exports in that order instead. */
    static final String DEAD = """
            select exports.* from exports join runs on runs.id = exports.run_id
            where exports.state in ('FAILED', 'REFUSED') and exports.state = :state
              and runs.state in ('PARTIAL', 'FAILED')\s""";

    static final String DEAD_OF = DEAD + "and (exports.id = :id or exports.run_id = :id)";

    static final String DISCARD =
            "update exports set state = 'DISCARDED' where id = :id and state in ('FAILED', 'REFUSED') and "
                    + OWNER_SETTLED;

    static final String DISCARD_OF_DISCARDED = """
            update deliveries set state = 'DISCARDED' where export_id = :id and state in ('PENDING', 'SENDING', 'DEAD')""";

    /** From the newest run back to the first that has one, by an index: a long history costs nothing. */
    static final String LAST_GOOD = """
            select * from exports where manifest_kind = :kind and state = 'VERIFIED' and run_id = (
              select runs.id from runs
              where runs.job = :job and exists (select 1 from exports good
                where good.run_id = runs.id and good.manifest_kind = :kind and good.state = 'VERIFIED')
              order by runs.created_at desc, runs.scheduled_for desc, runs.id desc limit 1)
            order by verified_at desc, id desc limit 1""";

    static final String DISCARD_OF_RENEWED = """
            update deliveries set state = 'DISCARDED', error_code = 'export_renewed', hint = null,
              error = 'The export was gone before it could be delivered; a new one was asked for'
            where run_id = :runId and state in ('PENDING', 'SENDING', 'DEAD')
              and exists (select 1 from exports where exports.id = deliveries.export_id and exports.state = 'LOST')""";

    private static final String GIVE_UP = """
            update exports set state = 'LOST', error_code = :errorCode, error = :error, hint = :hint
            where run_id = :runId and ((state in ('TAKEN', 'FAILED') and\s""" + UNVERIFIED + ")";

    static String giveUp(Spooled bytes) {
        return switch (bytes) {
            case PERHAPS -> GIVE_UP + ")";
            case NOWHERE -> GIVE_UP + " or (state in ('TAKEN', 'VERIFIED') and not " + DELIVERED_SOMEWHERE + "))";
        };
    }

    private ExportSql() {}
}
