package io.exportroutes.report;

import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Cells as people read them. What came from outside is made visible. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    private Words() {}

    /** A dash where there is none. */
    static String of(Cell cell) {
        if (cell instanceof Cell.Text text) {
            return Visible.text(text.text());
        }
        if (cell instanceof Cell.Count count) {
            return Long.toString(count.number());
        }
        if (cell instanceof Cell.Size size) {
            return Formats.bytes(size.bytes());
        }
        return cell instanceof Cell.Time time ? TIME.format(time.time().atZone(time.zone())) : "-";
    }
}
