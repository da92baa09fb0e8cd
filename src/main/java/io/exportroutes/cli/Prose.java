package io.exportroutes.cli;

import io.exportroutes.value.Visible;

/** Sentences, some of them of others: on a terminal they go on below where they began, and break between words. */
final class Prose {
    private Prose() {}

    /**
     * The text behind a label, on one line where there is no terminal.
     *
     * @param width of the terminal, or 0
     */
    static String of(String label, String text, int width) {
        String line = label + Visible.text(text);
        int room = width - Cells.width(label);
        if (width == 0 || Cells.width(line) <= width || room < 20) {
            return line;
        }
        String indent = System.lineSeparator() + " ".repeat(Cells.width(label));
        StringBuilder lines = new StringBuilder(label);
        int used = 0;
        for (String word : Visible.text(text).split(" ")) {
            int length = Cells.width(word);
            // What fits on no line at all, such as a location, is left to the terminal, which keeps it in one piece.
            boolean fits = used + 1 + length <= room || length > room && used < room;
            if (used > 0) {
                lines.append(fits ? " " : indent);
                used = fits ? used + 1 : 0;
            }
            lines.append(word);
            used = Math.min(used + length, room);
        }
        return lines.toString();
    }
}
