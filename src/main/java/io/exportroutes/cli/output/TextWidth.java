package io.exportroutes.cli.output;

import java.util.Arrays;

/** How wide a text is on a terminal, and how it is shortened; of texts without control characters. */
public final class TextWidth {
    private static final String GAP = "…";

    /** Hangul, CJK and its punctuation, full-width forms, pictures. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F9FF},
        {0x20000, 0x3FFFD}
    };

    private TextWidth() {}

    /** In columns: none for a mark over another character, two for a wide one, as of East Asia. */
    public static int width(String text) {
        return text.codePoints().map(TextWidth::width).sum();
    }

    /** At most so wide: the middle is left out, since the end of a path says more than its common beginning. */
    static String middle(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int end = width / 2;
        return start(text, width - end - 1) + GAP + end(text, end);
    }

    /** At most so wide: the end is cut off. */
    static String beginning(String text, int width) {
        return width(text) <= width ? text : start(text, width - 1) + GAP;
    }

    private static String start(String text, int width) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            used += width(text.codePointAt(index));
            if (used > width) {
                break;
            }
            index += Character.charCount(text.codePointAt(index));
        }
        return text.substring(0, index);
    }

    private static String end(String text, int width) {
        int used = 0;
        int index = text.length();
        while (index > 0) {
            used += width(text.codePointBefore(index));
            if (used > width) {
                break;
            }
            index -= Character.charCount(text.codePointBefore(index));
        }
        return text.substring(index);
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        return codePoint >= WIDE[0][0]
                && Arrays.stream(WIDE).anyMatch(range -> codePoint >= range[0] && codePoint <= range[1]);
    }
}
