package io.exportroutes.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * Connections to a SQLite file that keep the statements they have parsed: the same few are executed again and again, and parsing one
 * takes SQLite longer than most of them. A connection is used by one thread at a time.
 */
final class SqliteConnections extends SQLiteDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);

    SqliteConnections(SQLiteConfig config, String url) {
        super(config);
        setUrl(url);
    }

    @Override
    public SQLiteConnection getConnection(String username, String password) throws SQLException {
        return new Reusing(getUrl(), getConfig().toProperties());
    }

    private static final class Reusing extends JDBC4Connection {
        /** More than the ledger and the queue have; lists of ids make others. */
        private static final int MOST = 150;

        /** Those that nobody uses at this moment, the longest unused first. */
        private final Map<String, Reused> resting = new LinkedHashMap<>();

        Reusing(String url, Properties properties) throws SQLException {
            super(url, url.substring(LedgerSource.SQLITE.length()), properties);
        }

        @Override
        public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
                throws SQLException {
            checkOpen();
            checkCursor(type, concurrency, holdability);
            Reused rested = resting.remove(sql);
            if (rested != null) {
                rested.isResting = false;
                return rested;
            }
            return new Reused(this, sql);
        }

        private void keep(String sql, Reused statement) throws SQLException {
            Reused other = resting.put(sql, statement);
            if (other != null) {
                other.end();
            } else if (resting.size() > MOST) {
                resting.remove(resting.keySet().iterator().next()).end();
            }
        }
    }

    private static final class Reused extends JDBC4PreparedStatement {
        private final Reusing connection;
        private boolean isResting;

        Reused(Reusing connection, String sql) throws SQLException {
            super(connection, sql);
            this.connection = connection;
        }

        /** Keeps the parsed statement, without its values and rows, until the same text is prepared again. */
        @Override
        public void close() throws SQLException {
            if (isResting) {
                return;
            }
            if (connection.isClosed() || super.isClosed()) {
                super.close();
                return;
            }
            try {
                rs.close();
                clearBatch();
                clearParameters();
            } catch (SQLException unusable) {
                LOG.debug("A statement is not reused", unusable);
                super.close();
                return;
            }
            isResting = true;
            connection.keep(sql, this);
        }

        private void end() throws SQLException {
            super.close();
        }

        @Override
        public boolean isClosed() {
            return isResting || super.isClosed();
        }
    }
}
