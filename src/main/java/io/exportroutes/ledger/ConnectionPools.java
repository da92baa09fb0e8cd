package io.exportroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.value.Secret;
import java.time.Duration;
import javax.sql.DataSource;

/** The pools of connections, each with its limits. */
final class ConnectionPools {
    private static final int SQLITE_CONNECTIONS = 4;
    private static final int POSTGRESQL_CONNECTIONS = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);

    /**
     * A process that is suspended within a write, or whose machine is gone, must not keep others from taking its runs over:
     * the server ends its transaction. Ours take milliseconds.
     */
    private static final String GIVE_WAY = "set idle_in_transaction_session_timeout = '5s'; set lock_timeout = '20s'";

    private ConnectionPools() {}

    static HikariDataSource sqlite(DataSource file) {
        HikariConfig config = limits(SQLITE_CONNECTIONS);
        config.setDataSource(file);
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    /** Opens the pool and brings the schema up to date. */
    static HikariDataSource postgresql(LedgerSource source) {
        DatabaseFailures failures = new DatabaseFailures(source);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(postgresqlConfig(source));
        } catch (RuntimeException thrown) {
            throw failures.of("open", thrown);
        }
        try {
            new Schema(source, pool).bringUpToDate();
            return pool;
        } catch (RuntimeException thrown) {
            pool.close();
            throw thrown;
        }
    }

    private static HikariConfig postgresqlConfig(LedgerSource source) {
        HikariConfig config = limits(POSTGRESQL_CONNECTIONS);
        config.setJdbcUrl(source.url());
        config.setUsername(source.username());
        Secret password = source.password();
        config.setPassword(password == null ? null : password.reveal());
        config.addDataSourceProperty("ApplicationName", "export-routes");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setConnectionInitSql(GIVE_WAY);
        return config;
    }

    private static HikariConfig limits(int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        return config;
    }
}
