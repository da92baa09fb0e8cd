package io.exportroutes.testing;

import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.value.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A real PostgreSQL, started once in this JVM at first use and stopped with it. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;

    private PostgresServer() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(90))
                    .setPort(FreePort.find())
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        execute("create database template_ledger");
        Ledger.open(source("template_ledger"), Clock.systemUTC()).close();
        // A database that somebody is still connected to is no template.
        Awaitility.await().until(() -> sessions("template_ledger") == 0);
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

    /** An empty database of a user of its own, who has to give this password. */
    public static LedgerSource withPassword(String password) {
        String name = "guarded_" + DATABASES.incrementAndGet();
        Holder.SERVER.execute("create role " + name + " login password '" + password.replace("'", "''") + "'");
        Holder.SERVER.execute("create database " + name + " owner " + name);
        Holder.SERVER.askForPassword(name);
        return new LedgerSource(
                "jdbc:postgresql://127.0.0.1:" + Holder.SERVER.server.getPort() + "/" + name,
                name,
                new Secret(password));
    }

    /** The first rule that fits counts; all others let everybody in. */
    private void askForPassword(String user) {
        Path rules = Path.of(ask("show hba_file"));
        try {
            String others = Files.readString(rules);
            Files.writeString(rules, "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + others);
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        ask("select pg_reload_conf()::text");
    }

    private String ask(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    private LedgerSource source(String database) {
        return new LedgerSource("jdbc:postgresql://localhost:" + server.getPort() + "/" + database, "postgres", null);
    }

    private int sessions(String database) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from pg_stat_activity where datname = ?")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
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
