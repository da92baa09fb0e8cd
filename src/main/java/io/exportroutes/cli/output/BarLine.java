package io.exportroutes.cli.output;

import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import java.time.Duration;

/**
 * One progress bar at one moment; unknown figures are left out.
 *
 * @param took since it began, until it was complete
 * @param note a word at its end, or an empty text
 */
record BarLine(String label, Amount amount, Duration took, String note) {
    /**
     * How far it is.
     *
     * @param inBytes or in pieces
     * @param done below 0 if unknown
     * @param total below 0 if unknown
     */
    record Amount(boolean inBytes, long done, long total) {
        /** From 0 to 1. */
        private double share() {
            return total <= 0 ? 1 : Math.min(1, (double) known() / total);
        }

        private long known() {
            return Math.max(done, 0);
        }

        private String text() {
            if (total < 0 && done <= 0) {
                return "waiting";
            }
            if (!inBytes) {
                return total < 0 ? Long.toString(known()) : known() + " of " + total;
            }
            boolean whole = total < 0 || known() >= total;
            return whole ? Formats.bytes(known()) : Formats.bytes(known()) + " of " + Formats.bytes(total);
        }
    }

    private static final int LABEL = 12;
    private static final int SHORTEST = 5;
    /** Below this a rate is meaningless. */
    private static final long RATED = 1 << 20;

    private static final String GAP = "  ";
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    /** At most so wide; the bar takes the space that the words leave. */
    String render(int width) {
        String name = Visible.text(label);
        String before = name + " ".repeat(Math.max(0, LABEL - TextWidth.width(name))) + GAP + percent();
        String after = String.join("", amount.text(), rate(), note.isEmpty() ? "" : GAP + Visible.text(note));
        int room = width - TextWidth.width(before) - TextWidth.width(after) - 2 * GAP.length() - 2;
        String bar = amount.total <= 0 || room < SHORTEST ? "" : GAP + "│" + filled(room) + "│";
        return TextWidth.beginning(before + bar + GAP + after, Math.max(width, 1));
    }

    private String percent() {
        return amount.total < 0 ? "    " : "%3d%%".formatted((int) (100 * amount.share()));
    }

    private String filled(int room) {
        int eighths = (int) (8 * room * amount.share());
        String bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return bar + " ".repeat(room - bar.length());
    }

    private String rate() {
        boolean known = amount.inBytes && amount.known() >= RATED && took.toMillis() > 0;
        return known ? GAP + Formats.bytes((long) (1000.0 * amount.known() / took.toMillis())) + "/s" : "";
    }
}
