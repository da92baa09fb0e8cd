package io.exportroutes.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Did you mean …? */
public final class Suggestions {
    private static final int LONGEST_QUOTE = 60;

    private Suggestions() {}

    /** The remedy for a word that is none of the known ones. */
    public static String remedy(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "Did you mean " + quote(near) + "?")
                .orElseGet(() -> known.isEmpty() ? "Remove it." : "Known here: " + String.join(", ", known) + ".");
    }

    /** The known word that is near enough to be a slip of the keyboard, or empty. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String wanted = plain(word);
        int farthest = Math.max(1, Math.min(3, wanted.length() / 3));
        return known.stream()
                .filter(candidate -> distance(wanted, plain(candidate)) <= farthest)
                .min(Comparator.comparingInt(candidate -> distance(wanted, plain(candidate))));
    }

    /** The word in quotes, its control characters visible, and cut where it is long. */
    public static String quote(String word) {
        String shown = word.codePointCount(0, word.length()) > LONGEST_QUOTE
                ? word.substring(0, word.offsetByCodePoints(0, LONGEST_QUOTE)) + "…"
                : word;
        return '"' + Visible.text(shown) + '"';
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                cost[row][column] = row == 0 || column == 0 ? row + column : cell(cost, row, column, from, to);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cell(int[][] cost, int row, int column, String from, String to) {
        boolean same = from.charAt(row - 1) == to.charAt(column - 1);
        int least = Math.min(cost[row - 1][column], cost[row][column - 1]) + 1;
        least = Math.min(least, cost[row - 1][column - 1] + (same ? 0 : 1));
        boolean swapped = row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(least, cost[row - 2][column - 2] + 1) : least;
    }
}
