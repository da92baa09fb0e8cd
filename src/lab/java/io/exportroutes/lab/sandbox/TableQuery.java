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
 */
record TableQuery(Table table, List<Column> columns, Map<Column, @Nullable String> filters, Order order, Page page) {
    /** By which column the rows are sorted. */
    record Order(Column column, boolean descending) {}

    /**
     * Which of the sorted rows.
     *
     * @param limit rows at most
     * @param offset rows left out at the front
     */
    record Page(long limit, long offset) {}

    static TableQuery all(Table table) {
        Order order = new Order(table.columns().get(0), false);
        return new TableQuery(table, table.columns(), Map.of(), order, new Page(Long.MAX_VALUE, 0));
    }

    /** The indexes of the rows, in order. */
    IntStream rows() {
        IntStream all = IntStream.range(0, table.rows());
        return ordered(all.filter(this::matches)).skip(page.offset).limit(page.limit);
    }

    private IntStream ordered(IntStream rows) {
        boolean natural = order.column.equals(table.columns().get(0));
        if (natural && !order.descending) {
            return rows;
        }
        Comparator<Integer> ascending = natural ? Comparator.naturalOrder() : order.column.order();
        return rows.boxed()
                .sorted(order.descending ? ascending.reversed() : ascending)
                .mapToInt(Integer::intValue);
    }

    private boolean matches(int row) {
        return filters.entrySet().stream().allMatch(filter -> {
            Object value = filter.getKey().at(row);
            return Objects.equals(value == null ? null : value.toString(), filter.getValue());
        });
    }
}
