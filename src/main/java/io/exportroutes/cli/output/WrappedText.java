package io.exportroutes.cli.output;

import io.exportroutes.value.Visible;

/** Sentences, some of them from outside: on a terminal their lines are indented alike and break between words. */
public final class WrappedText {
    private WrappedText() {}

    /**
     * The text behind a label, on one line without a terminal.
     *
     * @param width of the terminal, or 0
     */
    public static String of(String label, String text, int width) {
        String line = label + Visible.text(text);
        int room = width - TextWidth.width(label);
        if (width == 0 || TextWidth.width(line) <= width || room < 20) {
            return line;
        }
        String indent = System.lineSeparator() + " ".repeat(TextWidth.width(label));
        StringBuilder lines = new StringBuilder(label);
        int used = 0;
        for (String word : Visible.text(text).split(" ")) {
            int length = TextWidth.width(word);
            // A word longer than a line, such as a location, is left to the terminal, which keeps it in one piece.
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
