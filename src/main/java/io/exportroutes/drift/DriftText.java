package io.exportroutes.drift;

import io.exportroutes.value.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drift for a terminal: a block for each table, the worst change first. Whatever came from outside is made visible. */
public final class DriftText {
    private DriftText() {}

    public static List<String> lines(Drift drift) {
        List<String> lines = new ArrayList<>();
        lines.add("Schema drift: " + Wording.sums(drift));
        drift.byTable().forEach((table, changes) -> {
            lines.add("");
            lines.add(table.isEmpty() ? "whole export" : "table " + Visible.text(table));
            changes.forEach(change -> lines.add(line(change)));
        });
        if (!drift.diff().isEmpty()) {
            lines.add("");
            drift.diff().forEach(line -> lines.add(Visible.text(line)));
        }
        return lines;
    }

    private static String line(Change change) {
        return String.format(
                        Locale.ROOT,
                        "  %-8s  %-23s  %s",
                        change.severity().word(),
                        change.id().word(),
                        Wording.details(change, Visible::text))
                .stripTrailing();
    }
}
