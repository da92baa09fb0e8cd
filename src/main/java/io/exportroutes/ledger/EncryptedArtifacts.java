package io.exportroutes.ledger;

import io.exportroutes.value.Verified;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Exports as they were encrypted, and for whom. The work on a run writes about them by {@link ExportWriter#recordEncrypted}. Failures
 * as in {@link Runs}.
 */
public final class EncryptedArtifacts {
    static final String REMEMBER = "insert into recipient_sets (fingerprint, recipients) values (:fingerprint, :json)"
            + " on conflict (fingerprint) do nothing";

    /** Encrypted anew they are other bytes: never once a destination has the former ones. */
    private static final String ENCRYPTED = """
            insert into encrypted_artifacts (export_id, recipients, size, sha256, plain_sha256, encrypted_at, spooled_on)
            select id, :recipients, :size, :sha256, sha256, :now, :node from exports
            where id = :exportId and state = 'VERIFIED' and sha256 = :plainSha256
            on conflict (export_id, recipients) do update set size = excluded.size, sha256 = excluded.sha256,
              plain_sha256 = excluded.plain_sha256, encrypted_at = excluded.encrypted_at, spooled_on = excluded.spooled_on
            where encrypted_artifacts.sha256 = excluded.sha256 or not exists (select 1 from deliveries where deliveries.export_id = :exportId
              and deliveries.recipients = :recipients and deliveries.state = 'DELIVERED')""";

    private static final String KEYS = " where export_id = :exportId and recipients = :recipients";

    private final Database database;

    EncryptedArtifacts(Database database) {
        this.database = database;
    }

    /** The export as it was encrypted for the set; empty if it was not. */
    public Optional<EncryptedArtifact> find(String exportId, String recipients) {
        return database.find(
                "find " + exportId + " encrypted",
                "select * from encrypted_artifacts" + KEYS,
                Map.of("exportId", exportId, "recipients", recipients),
                EncryptedArtifacts::entry);
    }

    /** The set of this fingerprint, as it was planned; empty if no delivery was. */
    public Optional<String> recipients(String fingerprint) {
        return database.find(
                "find the recipients " + fingerprint,
                "select recipients from recipient_sets where fingerprint = :fingerprint",
                Map.of("fingerprint", fingerprint),
                (row, context) -> row.getString("recipients"));
    }

    /** Whether a destination has confirmed the export as it was encrypted for the set. */
    public boolean isDelivered(String exportId, String recipients) {
        return database.find(
                        "find who has " + exportId + " encrypted",
                        "select min(destination) as destination from deliveries" + KEYS + " and state = 'DELIVERED'",
                        Map.of("exportId", exportId, "recipients", recipients),
                        (row, context) -> row.getString("destination") != null)
                .orElse(false);
    }

    /** For {@link ExportWriter}; false where the guard refuses it. */
    static boolean record(Handle handle, EncryptedArtifact encrypted, Object now) {
        return handle.createUpdate(ENCRYPTED)
                        .bind("exportId", encrypted.exportId())
                        .bind("recipients", encrypted.recipients())
                        .bind("size", encrypted.stored().size())
                        .bind("sha256", encrypted.stored().sha256())
                        .bind("plainSha256", encrypted.plainSha256())
                        .bind("node", encrypted.node())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static EncryptedArtifact entry(ResultSet row, StatementContext context) throws SQLException {
        return new EncryptedArtifact(
                row.getString("export_id"),
                row.getString("recipients"),
                new Verified(row.getLong("size"), row.getString("sha256")),
                row.getString("plain_sha256"),
                row.getString("spooled_on"));
    }
}
