package io.exportroutes.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The width of each column of a table: that of its cells, if space allows. Otherwise prose and paths are shortened
 * first, then columns omitted, then ids shortened, and only then the other columns.
 */
final class ColumnLayout {
    static final String GAP = "  ";
    /** A letter, the gap, a letter. */
    private static final int NARROWEST = 3;

    private final List<Column> columns;
    private final int[] widths;
    private final List<Integer> shown;

    private ColumnLayout(List<Column> columns, int[] natural) {
        this.columns = columns;
        this.widths = natural.clone();
        this.shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    }

    /** @param width of the terminal, or 0: without one, no cell is shortened or omitted */
    static ColumnLayout of(List<Column> columns, int[] natural, int width) {
        ColumnLayout layout = new ColumnLayout(columns, natural);
        if (width > 0) {
            layout.fit(natural, width);
        }
        return layout;
    }

    /** The columns that fit, from left to right. */
    List<Integer> shown() {
        return shown;
    }

    int width(int column) {
        return widths[column];
    }

    private void fit(int[] natural, int width) {
        while (!shorten(Column::isShortened, width)) {
            Optional<Integer> next = shown.stream()
                    .filter(column -> columns.get(column).rank() > 0)
                    .min(Comparator.comparing(column -> columns.get(column).rank()));
            if (next.isEmpty()) {
                shorten(column -> column.fit() == Column.Fit.ID, width);
                shortenFurther(width);
                return;
            }
            shown.remove(next.get());
            System.arraycopy(natural, 0, widths, 0, widths.length);
        }
    }

    /** Takes from the widest of these columns until all fit; false if these give no more. */
    private boolean shorten(Predicate<Column> which, int width) {
        return take(
                column -> which.test(columns.get(column))
                        && widths[column] > columns.get(column).least(),
                width);
    }

    private void shortenFurther(int width) {
        take(column -> columns.get(column).fit() != Column.Fit.WHOLE && widths[column] > NARROWEST, width);
    }

    private boolean take(Predicate<Integer> mayGive, int width) {
        for (int excess = total() - width; excess > 0; excess--) {
            Optional<Integer> widest =
                    shown.stream().filter(mayGive).max(Comparator.comparing(column -> widths[column]));
            if (widest.isEmpty()) {
                return false;
            }
            widths[widest.get()]--;
        }
        return true;
    }

    private int total() {
        return shown.stream().mapToInt(column -> widths[column]).sum() + GAP.length() * (shown.size() - 1);
    }
}
