package io.exportroutes.drift;

import io.exportroutes.drift.Change.Subject;
import io.exportroutes.drift.Change.Values;
import io.exportroutes.drift.SchemaModel.Column;
import io.exportroutes.drift.SchemaModel.PartKind;
import io.exportroutes.drift.SchemaModel.Table;
import io.exportroutes.drift.SchemaModel.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What changed from one model to another. */
final class ModelDiff {
    /** Below it, half of a schema is too little to say something about its format. */
    private static final int FEW_FACTS = 10;

    /** A table whose unknown facts all changed must not bury what is known. */
    private static final int MOST_OTHERS = 100;

    private final List<Change> changes = new ArrayList<>();
    private int facts;
    private int different;

    private ModelDiff() {}

    static List<Change> between(SchemaModel before, SchemaModel after) {
        ModelDiff diff = new ModelDiff();
        diff.tables(Matching.of(before.tables(), after.tables()));
        diff.table(null, before.document(), after.document());
        if (diff.facts >= FEW_FACTS && diff.different * 2 > diff.facts) {
            diff.changes.add(Change.of(ChangeId.FORMAT_CHANGED, Subject.WHOLE, Drift.FORMAT_DOUBT));
        }
        return diff.changes;
    }

    private void tables(Matching<Table> tables) {
        tables.removed().forEach((name, table) -> {
            gone(table.facts());
            changes.add(Change.of(ChangeId.TABLE_REMOVED, new Subject(name, null), tables.similarTo(name)));
        });
        tables.added().forEach((name, table) -> {
            gone(table.facts());
            changes.add(Change.of(ChangeId.TABLE_ADDED, new Subject(name, null)));
        });
        tables.renamed().forEach((name, old) -> {
            changes.add(renamed(ChangeId.TABLE_RENAMED, new Subject(name, null), old));
            table(name, tables.before(old), tables.after(name));
        });
        tables.kept().forEach(name -> table(name, tables.before(name), tables.after(name)));
    }

    private void table(@Nullable String name, Table before, Table after) {
        facts++;
        columns(name, Matching.of(before.columns(), after.columns()));
        for (PartKind kind : PartKind.values()) {
            parts(name, kind, before.parts(kind), after.parts(kind));
        }
        others(new Subject(name, null), before.other(), after.other());
    }

    private void columns(@Nullable String table, Matching<Column> columns) {
        columns.removed().forEach((name, column) -> {
            gone(1);
            changes.add(Change.of(ChangeId.COLUMN_REMOVED, new Subject(table, name), columns.similarTo(name)));
        });
        columns.added().forEach((name, column) -> {
            gone(1);
            changes.add(Change.of(ChangeId.COLUMN_ADDED, new Subject(table, name)));
        });
        columns.renamed().forEach((name, old) -> {
            changes.add(renamed(ChangeId.COLUMN_RENAMED, new Subject(table, name), old));
            column(new Subject(table, name), columns.before(old), columns.after(name));
        });
        columns.kept().forEach(name -> column(new Subject(table, name), columns.before(name), columns.after(name)));
    }

    private static Change renamed(ChangeId id, Subject subject, String old) {
        String present = subject.name() == null ? subject.table() : subject.name();
        return new Change(id, id.severity(), subject, new Values(old, present), "");
    }

    private void column(Subject subject, Column before, Column after) {
        int known = changes.size();
        for (Trait trait : Trait.values()) {
            TraitChange.of(
                            trait,
                            subject,
                            before.traits().get(trait),
                            after.traits().get(trait))
                    .ifPresent(changes::add);
        }
        compared(changes.size() > known);
        others(subject, before.other(), after.other());
    }

    private void parts(
            @Nullable String table,
            PartKind kind,
            Map<String, Map<String, String>> before,
            Map<String, Map<String, String>> after) {
        for (String name : union(before, after)) {
            Subject subject = new Subject(table, name);
            Map<String, String> old = before.get(name);
            Map<String, String> present = after.get(name);
            if (old == null || present == null) {
                changes.add(Change.of(old == null ? kind.added : kind.removed, subject));
            } else if (!old.equals(present)) {
                changes.add(PathChange.part(kind.changed, subject, old, present));
            }
            compared(old == null || !old.equals(present));
        }
    }

    private void others(Subject subject, Map<String, String> before, Map<String, String> after) {
        int found = 0;
        for (String path : union(before, after)) {
            String old = before.get(path);
            String present = after.get(path);
            boolean differs = old == null || !old.equals(present);
            compared(differs);
            found += differs ? 1 : 0;
            if (differs && found <= MOST_OTHERS) {
                changes.add(PathChange.other(subject, path, old, present));
            }
        }
        if (found > MOST_OTHERS) {
            changes.add(Change.of(ChangeId.OTHER_CHANGED, subject, found - MOST_OTHERS + " more values differ"));
        }
    }

    private void compared(boolean differs) {
        facts++;
        different += differs ? 1 : 0;
    }

    private void gone(int count) {
        facts += count;
        different += count;
    }

    private static Set<String> union(Map<String, ?> before, Map<String, ?> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names;
    }
}
