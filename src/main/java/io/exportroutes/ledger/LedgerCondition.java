package io.exportroutes.ledger;

import java.sql.DatabaseMetaData;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How the ledger is.
 *
 * @param database its kind and version
 * @param schema the number of its last migration
 * @param journal how a SQLite ledger is written, {@code wal} unless somebody changed it; empty for PostgreSQL
 * @param damage what a look at every page of a SQLite ledger found; empty if nothing, and for PostgreSQL
 */
public record LedgerCondition(String database, int schema, Optional<String> journal, Optional<String> damage) {
    static LedgerCondition of(Database database) {
        return database.read("look at itself", LedgerCondition::of);
    }

    private static LedgerCondition of(Handle handle) {
        String name = handle.queryMetadata(DatabaseMetaData::getDatabaseProductName) + " "
                + handle.queryMetadata(DatabaseMetaData::getDatabaseProductVersion);
        int schema = handle.createQuery(
                        "select max(cast(version as integer)) from flyway_schema_history where version is not null")
                .mapTo(Integer.class)
                .one();
        if (!name.startsWith("SQLite")) {
            return new LedgerCondition(name, schema, Optional.empty(), Optional.empty());
        }
        String verdict = text(handle, "pragma quick_check(1)");
        return new LedgerCondition(
                name,
                schema,
                Optional.of(text(handle, "pragma journal_mode")),
                verdict.equals("ok") ? Optional.empty() : Optional.of(verdict));
    }

    private static String text(Handle handle, String pragma) {
        return handle.createQuery(pragma).mapTo(String.class).one();
    }
}
