package io.exportroutes.drift;

import io.exportroutes.drift.Change.Subject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What changed from one schema export to the next one.
 *
 * @param changes a doubt about the format first, then table by table, those with the worst change first
 * @param diff the lines of a unified diff, for SQL; literals in it are hidden
 */
public record Drift(List<Change> changes, List<String> diff) {
    public static final Drift NONE = new Drift(List.of(), List.of());

    static final String FORMAT_DOUBT = "format changed? more than half differs";

    public Drift {
        changes = sorted(changes);
        diff = List.copyOf(diff);
    }

    /** Compares two exports of the same project; the order of tables, and in JSON that of columns, does not count. */
    public static Drift between(SchemaExport before, SchemaExport after) {
        if (before instanceof JsonSchema old && after instanceof JsonSchema present) {
            return new Drift(ModelDiff.between(old.model(), present.model()), List.of());
        }
        if (before instanceof SqlSchema old && after instanceof SqlSchema present) {
            return SqlDiff.between(old, present);
        }
        String note = "format changed from " + format(before) + " to " + format(after) + ": nothing else was compared";
        return new Drift(List.of(Change.of(ChangeId.FORMAT_CHANGED, Subject.WHOLE, note)), List.of());
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** How many changes are of this severity. */
    public long count(Severity severity) {
        return changes.stream().filter(change -> change.severity() == severity).count();
    }

    /** Whether any change is as bad as this, or worse. */
    public boolean has(Severity least) {
        return changes.stream().anyMatch(change -> change.severity().isAtLeast(least));
    }

    /** The changes of each table; those of none stand under the empty name. */
    Map<String, List<Change>> byTable() {
        return changes.stream().collect(Collectors.groupingBy(Drift::table, LinkedHashMap::new, Collectors.toList()));
    }

    private static String format(SchemaExport export) {
        return export instanceof JsonSchema ? "json" : "sql";
    }

    private static List<Change> sorted(List<Change> changes) {
        Map<String, Severity> worst = new HashMap<>();
        changes.forEach(change -> worst.merge(table(change), change.severity(), Drift::worse));
        return changes.stream()
                .sorted(Comparator.comparing((Change change) -> change.id() != ChangeId.FORMAT_CHANGED)
                        .thenComparing(change -> worst.getOrDefault(table(change), Severity.ADDITION))
                        .thenComparing(Drift::table)
                        .thenComparing(Change::severity)
                        .thenComparing(Change::id))
                .toList();
    }

    private static Severity worse(Severity one, Severity other) {
        return one.isAtLeast(other) ? one : other;
    }

    private static String table(Change change) {
        String table = change.subject().table();
        return table == null ? "" : table;
    }
}
