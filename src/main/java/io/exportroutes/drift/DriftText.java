package io.exportroutes.drift;

import io.exportroutes.value.Visible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A drift for a terminal: a block for each table, the worst change first. Whatever came from outside is made visible. */
public final class DriftText {
    private static final int SUMMARISED = 3;

    private DriftText() {}

    /** @param exports null for two files */
    public static List<String> lines(Drift drift, @Nullable ComparedExports exports) {
        List<String> lines = new ArrayList<>();
        lines.add("Schema drift: " + Wording.sums(drift));
        if (exports != null) {
            lines.add("  from  " + export(exports.before()));
            lines.add("  to    " + export(exports.after()));
        }
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

    private static String export(ComparedExports.Export export) {
        return Visible.text(export.id() + " of " + export.job()) + ", " + export.scheduledFor();
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

    /** The worst changes on one line, for a log or a message; a doubt about the format stands for all. */
    public static String summary(Drift drift) {
        // The first one is a doubt about all of them.
        if (!drift.isEmpty() && drift.changes().get(0).id() == ChangeId.FORMAT_CHANGED) {
            return drift.changes().get(0).note();
        }
        List<String> worst = drift.changes().stream()
                .sorted(Comparator.comparing(Change::severity))
                .limit(SUMMARISED)
                .map(DriftText::brief)
                .toList();
        int more = drift.changes().size() - worst.size();
        return String.join("; ", worst) + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String brief(Change change) {
        String table = change.subject().table();
        return (change.id().word() + (table == null ? "" : " " + Visible.text(table)) + " "
                        + Wording.details(change, Visible::text))
                .stripTrailing();
    }

    /** The changes of one severity: the same text for the same changes, whatever else changed. */
    public static String all(Drift drift, Severity severity) {
        return drift.changes().stream()
                .filter(change -> change.severity() == severity)
                .map(DriftText::brief)
                .collect(Collectors.joining("\n"));
    }
}
