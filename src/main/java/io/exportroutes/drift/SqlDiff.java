package io.exportroutes.drift;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import io.exportroutes.drift.Change.Subject;
import io.exportroutes.drift.Change.Values;
import io.exportroutes.drift.SqlSchema.SqlLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changed from one SQL schema to another: one change, and a unified diff. */
final class SqlDiff {
    private static final int FEW_LINES = 10;
    private static final int CONTEXT = 3;
    /** Between the first and the last line that differ; the time to compare grows with its square. */
    private static final int MOST_COMPARED = 10_000;

    private static final int MOST_PRINTED = 2_000;
    private static final int MOST_NAMED = 10;

    private final List<SqlLine> before;
    private final List<SqlLine> after;

    private SqlDiff(List<SqlLine> before, List<SqlLine> after) {
        this.before = before;
        this.after = after;
    }

    static Drift between(SqlSchema before, SqlSchema after) {
        if (before.sameStatements(after)) {
            return Drift.NONE;
        }
        SqlDiff diff = new SqlDiff(before.lines(), after.lines());
        return new Drift(diff.changes(), diff.unified());
    }

    private List<Change> changes() {
        int removed = missing(before, after);
        int added = missing(after, before);
        int all = before.size() + after.size();
        List<Change> changes = new ArrayList<>();
        if (all >= FEW_LINES && (removed + added) * 2 > all) {
            changes.add(Change.of(ChangeId.FORMAT_CHANGED, Subject.WHOLE, Drift.FORMAT_DOUBT));
        }
        Set<String> gone = created(before);
        gone.removeAll(created(after));
        String note =
                "lines: " + removed + " removed, " + added + " added" + (gone.isEmpty() ? "" : "; " + named(gone));
        Severity severity = gone.isEmpty() ? Severity.CHANGE : Severity.LOSS;
        changes.add(new Change(ChangeId.SQL_CHANGED, severity, Subject.WHOLE, Values.NONE, note));
        return changes;
    }

    private static String named(Set<String> gone) {
        String names = String.join(", ", gone.stream().limit(MOST_NAMED).toList());
        return "gone: " + names + (gone.size() > MOST_NAMED ? ", and " + (gone.size() - MOST_NAMED) + " more" : "");
    }

    private static Set<String> created(List<SqlLine> lines) {
        Set<String> created = new LinkedHashSet<>();
        lines.stream().map(SqlLine::creates).filter(name -> !name.isEmpty()).forEach(created::add);
        return created;
    }

    /** How many lines the others do not have, wherever they stand. */
    private static int missing(List<SqlLine> lines, List<SqlLine> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(line -> left.merge(line.text(), 1, Integer::sum));
        int missing = 0;
        for (SqlLine line : lines) {
            if (left.merge(line.text(), -1, Integer::sum) < 0) {
                missing++;
            }
        }
        return missing;
    }

    private List<String> unified() {
        if (compared() > MOST_COMPARED) {
            return List.of("(too many lines differ for a diff)");
        }
        Patch<String> shown = new Patch<>();
        differences().forEach(shown::addDelta);
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff("before", "after", shown(before), shown, CONTEXT);
        if (lines.size() <= MOST_PRINTED) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MOST_PRINTED));
        first.add("(" + (lines.size() - MOST_PRINTED) + " more lines)");
        return first;
    }

    /** With the lines as they are shown. The algorithm cuts one difference into several: what touches is put together. */
    private List<AbstractDelta<String>> differences() {
        List<AbstractDelta<String>> whole = new ArrayList<>();
        for (AbstractDelta<String> part : DiffUtils.diff(texts(before), texts(after), new MyersDiffWithLinearSpace<>())
                .getDeltas()) {
            AbstractDelta<String> last = whole.isEmpty() ? null : whole.get(whole.size() - 1);
            if (last != null
                    && touches(last.getSource(), part.getSource())
                    && touches(last.getTarget(), part.getTarget())) {
                whole.remove(last);
                whole.add(shown(last.getSource(), last.getTarget(), part));
            } else {
                whole.add(shown(part.getSource(), part.getTarget(), part));
            }
        }
        return whole;
    }

    private static boolean touches(Chunk<String> one, Chunk<String> next) {
        return end(one) == next.getPosition();
    }

    private static int end(Chunk<String> chunk) {
        return chunk.getPosition() + chunk.size();
    }

    private AbstractDelta<String> shown(Chunk<String> source, Chunk<String> target, AbstractDelta<String> last) {
        return new ChangeDelta<>(
                new Chunk<>(source.getPosition(), shown(before.subList(source.getPosition(), end(last.getSource())))),
                new Chunk<>(target.getPosition(), shown(after.subList(target.getPosition(), end(last.getTarget())))));
    }

    private int compared() {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && same(head, head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && same(before.size() - 1 - tail, after.size() - 1 - tail)) {
            tail++;
        }
        return before.size() + after.size() - 2 * (head + tail);
    }

    private boolean same(int old, int present) {
        return before.get(old).text().equals(after.get(present).text());
    }

    private static List<String> shown(List<SqlLine> lines) {
        return lines.stream().map(SqlLine::shown).toList();
    }

    private static List<String> texts(List<SqlLine> lines) {
        return lines.stream().map(SqlLine::text).toList();
    }
}
