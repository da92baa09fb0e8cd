package io.exportroutes.ledger;

import io.exportroutes.value.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of the ledger's database.
 *
 * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://…}; never with a password in it
 * @param username null for SQLite, or where the url or the driver's defaults name the user
 * @param password null if none is needed
 */
public record LedgerSource(
        String url, @Nullable String username, @Nullable Secret password) {
    static final String SQLITE = "jdbc:sqlite:";
    static final String POSTGRESQL = "jdbc:postgresql:";

    /** A ledger in one file; {@link Ledger#open} creates the file and its folder for the owner alone. */
    public static LedgerSource sqlite(Path file) {
        return new LedgerSource(SQLITE + file.toAbsolutePath(), null, null);
    }

    boolean isSqlite() {
        return url.startsWith(SQLITE);
    }

    boolean isPostgresql() {
        return url.startsWith(POSTGRESQL);
    }

    /** The file of a SQLite ledger. */
    Path file() {
        String path = url.substring(SQLITE.length());
        int options = path.indexOf('?');
        return Path.of(options < 0 ? path : path.substring(0, options)).toAbsolutePath();
    }

    /** Its name for messages: the address without its options, which may contain a secret. */
    String shown() {
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }

    @Override
    public String toString() {
        return shown();
    }
}
