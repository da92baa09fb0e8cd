package io.exportroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Instants as {@code 2026-11-21T02:00:00.000Z}: always three digits, so that the order of the text is the order in time. */
final class Instants {
    private static final DateTimeFormatter TEXT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Instants() {}

    static String text(Instant instant) {
        return TEXT.format(instant);
    }

    static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Instant.parse(text);
    }

    static Instant required(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }

    /** Binds an Instant as its text. */
    static final class AsText extends AbstractArgumentFactory<Instant> {
        AsText() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, text(value));
        }
    }
}
