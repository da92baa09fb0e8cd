package io.exportroutes.drift;

import io.exportroutes.value.Visible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drift as markdown. What came from outside stands in code spans and blocks that it cannot end: it is no link, no heading and no
 * HTML.
 */
public final class DriftMarkdown {
    private DriftMarkdown() {}

    /** @param exports null for two files */
    public static List<String> lines(Drift drift, @Nullable ComparedExports exports) {
        List<String> lines = new ArrayList<>();
        lines.add("# Schema drift: " + Wording.sums(drift));
        if (exports != null) {
            lines.add("");
            lines.add("From " + export(exports.before()) + " to " + export(exports.after()) + ".");
        }
        drift.byTable().forEach((table, changes) -> {
            lines.add("");
            lines.add(table.isEmpty() ? "## Whole export" : "## Table " + code(table));
            lines.add("");
            changes.forEach(change -> lines.add(line(change)));
        });
        if (!drift.diff().isEmpty()) {
            lines.add("");
            addDiff(lines, drift.diff());
        }
        return lines;
    }

    private static String export(ComparedExports.Export export) {
        return code(export.id()) + " of job " + code(export.job()) + ", " + export.scheduledFor();
    }

    private static String line(Change change) {
        String severity = change.severity().word();
        String mark = change.severity() == Severity.LOSS ? "**" + severity + "**" : severity;
        return ("- " + mark + " `" + change.id().word() + "` " + Wording.details(change, DriftMarkdown::code))
                .stripTrailing();
    }

    private static void addDiff(List<String> lines, List<String> diff) {
        String fence = fence(3, String.join("\n", diff));
        lines.add(fence + "diff");
        diff.forEach(line -> lines.add(Visible.text(line)));
        lines.add(fence);
    }

    /** A code span; blanks keep it apart from backticks of its own. */
    private static String code(String text) {
        String visible = Visible.text(text);
        if (visible.isBlank()) {
            return "`(blank)`";
        }
        String fence = fence(1, visible);
        return fence.length() == 1 ? fence + visible + fence : fence + " " + visible + " " + fence;
    }

    /** More backticks than stand together anywhere in the text. */
    private static String fence(int least, String text) {
        String fence = "`".repeat(least);
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence;
    }
}
