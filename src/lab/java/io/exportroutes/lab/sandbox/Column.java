package io.exportroutes.lab.sandbox;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values follow from the row's index, so that a table of any length needs no memory.
 *
 * @param references the table whose id it holds, or null
 * @param value the value at an index from 0: a Long, Boolean, BigDecimal, String or null
 */
record Column(
        String name, Type type, boolean nullable, @Nullable String references, IntFunction<@Nullable Object> value) {
    enum Type {
        INTEGER("BIGINT"),
        DECIMAL("NUMERIC(12, 2)"),
        BOOLEAN("BOOLEAN"),
        TEXT("TEXT"),
        TIMESTAMP("TIMESTAMP WITH TIME ZONE");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Column id() {
        return new Column("id", Type.INTEGER, false, null, row -> row + 1L);
    }

    static Column of(String name, Type type, IntFunction<@Nullable Object> value) {
        return new Column(name, type, false, null, value);
    }

    static Column optional(String name, Type type, IntFunction<@Nullable Object> value) {
        return new Column(name, type, true, null, value);
    }

    static Column reference(String name, String table, IntFunction<@Nullable Object> value) {
        return new Column(name, Type.INTEGER, false, table, value);
    }

    @Nullable
    Object at(int row) {
        return value.apply(row);
    }

    /** Rows in the order of this column: nulls first, numbers by value, everything else as text. */
    Comparator<Integer> order() {
        return (left, right) -> compare(at(left), at(right));
    }

    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return left.toString().compareTo(right.toString());
    }
}
