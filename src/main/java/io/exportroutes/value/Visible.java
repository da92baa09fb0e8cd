package io.exportroutes.value;

import java.util.Locale;

/**
 * Texts that others wrote (the API, servers, files), with their control characters made visible: no such text moves a
 * cursor, rings a bell, begins a new line or turns the reading direction. What is kept, in the ledger for one, stays
 * as it was sent; it is made visible on its way to a log, a terminal, a mail or a page.
 *
 * <p>What is hidden is each character of Unicode's categories control and format, which hold the bidirectional controls,
 * zero-width spaces and joiners, and the two separators of lines and paragraphs. Each is written as Java and JSON write it
 * ({@code \}{@code u001b}), so that JSON with visible characters is still the same JSON.
 */
public final class Visible {
    private Visible() {}

    /** The text on one line, its line ends and tabs as {@code \n}, {@code \r} and {@code \t}. */
    public static String text(String text) {
        return shown(text, "");
    }

    /** The text with the line ends and tabs that it has: for a text of ours over several lines. */
    public static String lines(String text) {
        return shown(text, "\n\t" + System.lineSeparator());
    }

    private static String shown(String text, String kept) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isHidden(point) && kept.indexOf(point) < 0) {
                shown.append(escaped(point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder units = new StringBuilder();
                for (char unit : Character.toChars(codePoint)) {
                    units.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield units.toString();
            }
        };
    }
}
