package io.exportroutes.testing;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started once in this JVM at first use and stopped with it. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;

    private PostgresServer() {
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        execute("create database template_ledger");
        Ledger.open(source("template_ledger"), Clock.systemUTC()).close();
    }

    /** An empty database of its own. */
    public static LedgerSource empty() {
        String name = "empty_" + DATABASES.incrementAndGet();
        Holder.SERVER.execute("create database " + name);
        return Holder.SERVER.source(name);
    }

    /** A database of its own with the ledger's schema in place. */
    public static LedgerSource ledger() {
        String name = "ledger_" + DATABASES.incrementAndGet();
        Holder.SERVER.execute("create database " + name + " template template_ledger");
        return Holder.SERVER.source(name);
    }

    private LedgerSource source(String database) {
        return new LedgerSource("jdbc:postgresql://localhost:" + server.getPort() + "/" + database, "postgres", null);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    private static final class Holder {
        static final PostgresServer SERVER = new PostgresServer();
    }
}
