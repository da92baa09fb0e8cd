package io.exportroutes.lab.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What of one table goes into an export.
 *
 * @param filters the text that a column's value must equal; a null text stands for no value
 * @param limit rows at most
 * @param offset rows left out at the front
 */
record TableQuery(
        Table table,
        List<Column> columns,
        Map<Column, @Nullable String> filters,
        Column sort,
        boolean descending,
        long limit,
        long offset) {
    static TableQuery all(Table table) {
        return new TableQuery(table, table.columns(), Map.of(), table.columns().get(0), false, Long.MAX_VALUE, 0);
    }

    /** The indexes of the rows, in order. */
    IntStream rows() {
        IntStream all = IntStream.range(0, table.rows());
        return ordered(all.filter(this::matches)).skip(offset).limit(limit);
    }

    private IntStream ordered(IntStream rows) {
        boolean natural = sort.equals(table.columns().get(0));
        if (natural && !descending) {
            return rows;
        }
        Comparator<Integer> order = natural ? Comparator.naturalOrder() : sort.order();
        return rows.boxed().sorted(descending ? order.reversed() : order).mapToInt(Integer::intValue);
    }

    private boolean matches(int row) {
        return filters.entrySet().stream().allMatch(filter -> {
            Object value = filter.getKey().at(row);
            return Objects.equals(value == null ? null : value.toString(), filter.getValue());
        });
    }
}
