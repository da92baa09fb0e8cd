package io.exportroutes.ledger;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Makes text from outside fit for the database. */
final class StoredText {
    /** The longest error or hint that is kept, in characters. */
    static final int LONGEST_ERROR = 2_000;

    private StoredText() {}

    /** At most {@link #LONGEST_ERROR} characters, cut between characters and marked where it was cut. */
    static @Nullable String error(@Nullable String text) {
        if (text == null || text.length() <= LONGEST_ERROR) {
            return text;
        }
        int end = LONGEST_ERROR - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    /** Binds a string; PostgreSQL has no NUL in text, so that it becomes the replacement character on both databases. */
    static final class WithoutNul extends AbstractArgumentFactory<String> {
        WithoutNul() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, value.replace('\0', '\uFFFD'));
        }
    }
}
