package io.exportroutes.drift;

import io.exportroutes.drift.Change.Subject;
import io.exportroutes.drift.Change.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes of what is known only as paths with their values. */
final class PathChange {
    private static final int MOST_PLACES = 5;

    private PathChange() {}

    static Change other(Subject owner, String path, @Nullable String before, @Nullable String after) {
        return new Change(
                ChangeId.OTHER_CHANGED,
                ChangeId.OTHER_CHANGED.severity(),
                new Subject(owner.table(), name(owner.name(), path)),
                new Values(SafeValue.of(before), SafeValue.of(after)),
                "");
    }

    /** A key, an index or a relation that is not what it was. */
    static Change part(ChangeId id, Subject subject, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        paths.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
        List<String> places = paths.stream().limit(MOST_PLACES).toList();
        String note = String.join(", ", places) + (paths.size() > MOST_PLACES ? ", …" : "");
        Values values = paths.size() > 1
                ? Values.NONE
                : new Values(SafeValue.name(before.get(paths.first())), SafeValue.name(after.get(paths.first())));
        return new Change(id, id.severity(), subject, values, note);
    }

    private static @Nullable String name(@Nullable String owner, String path) {
        if (owner == null || path.isEmpty()) {
            return path.isEmpty() ? owner : path;
        }
        return path.startsWith("[") ? owner + path : owner + "." + path;
    }
}
