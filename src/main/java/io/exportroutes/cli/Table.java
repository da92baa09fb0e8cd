package io.exportroutes.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Aligned columns of plain text. What others wrote may stand in a cell: control characters are not passed on. */
final class Table {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a line; null is shown as a dash. */
    void row(@Nullable Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell == null ? "" : clean(cell.toString());
            row.add(text.isEmpty() ? NOTHING : text);
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        int[] widths = widths();
        print(out, headings, widths);
        rows.forEach(row -> print(out, row, widths));
    }

    /** The text on one line, without control characters. */
    static String clean(String text) {
        String line = LINE_END.matcher(text.strip()).replaceAll(" ");
        return CONTROL.matcher(line).replaceAll("?");
    }

    private static void print(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).append(" ".repeat(widths[column] - length(cell))).append(GAP);
        }
        out.println(line.toString().stripTrailing());
    }

    private int[] widths() {
        int[] widths = headings.stream().mapToInt(Table::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
