package io.exportroutes.cli.output;

import io.exportroutes.value.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns of plain text, a line for each row. A cell may contain text from outside: its control characters are made
 * visible. On a terminal a table is no wider than that; elsewhere nothing is cut, and two blanks stand between columns and
 * nowhere else, so that {@code awk -F '  +'} tells them apart.
 */
public final class Table {
    private static final String NOTHING = "-";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a line; null is shown as a dash. */
    public void row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell == null ? "" : Visible.text(cell.toString().strip());
            row.add(text.isEmpty() ? NOTHING : text.replace(ColumnLayout.GAP, " \\u0020"));
        }
        rows.add(row);
    }

    /** @param width of the terminal, or 0 without one */
    public void print(PrintWriter out, int width) {
        ColumnLayout layout = ColumnLayout.of(columns, widths(), width);
        print(out, columns.stream().map(Column::heading).toList(), layout);
        rows.forEach(row -> print(out, row, layout));
    }

    private void print(PrintWriter out, List<String> cells, ColumnLayout layout) {
        StringBuilder line = new StringBuilder();
        for (int column : layout.shown()) {
            int width = layout.width(column);
            String cell = columns.get(column).cell(cells.get(column), width);
            line.append(cell).append(" ".repeat(width - TextWidth.width(cell))).append(ColumnLayout.GAP);
        }
        out.println(line.toString().stripTrailing());
    }

    private int[] widths() {
        int[] widths = columns.stream()
                .mapToInt(column -> TextWidth.width(column.heading()))
                .toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], TextWidth.width(row.get(column)));
            }
        }
        return widths;
    }
}
