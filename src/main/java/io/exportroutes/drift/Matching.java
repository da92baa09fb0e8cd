package io.exportroutes.drift;

import io.exportroutes.drift.SchemaModel.Identified;
import io.exportroutes.value.Suggestions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which things of two schemas are the same: those with the same name, and those that were renamed and kept their id. Ids count
 * only where something that kept its name kept its id as well, and nothing lost it: others are numbered anew with each export.
 */
final class Matching<T extends Identified> {
    /** Beyond it nobody reads which of them are similar. */
    private static final int MOST_COMPARED = 200;

    private final Map<String, T> before;
    private final Map<String, T> after;
    private final Set<String> kept;
    private final Map<String, T> removed;
    private final Map<String, T> added;
    private final Map<String, String> renamed = new TreeMap<>();

    private Matching(Map<String, T> before, Map<String, T> after) {
        this.before = before;
        this.after = after;
        kept = new TreeSet<>(before.keySet());
        kept.retainAll(after.keySet());
        removed = without(before, kept);
        added = without(after, kept);
        if (idsAreStable()) {
            findRenamed();
        }
    }

    static <T extends Identified> Matching<T> of(Map<String, T> before, Map<String, T> after) {
        return new Matching<>(before, after);
    }

    Map<String, T> removed() {
        return removed;
    }

    Map<String, T> added() {
        return added;
    }

    /** The old names by the new ones. */
    Map<String, String> renamed() {
        return renamed;
    }

    Set<String> kept() {
        return kept;
    }

    T before(String name) {
        return Objects.requireNonNull(before.get(name));
    }

    T after(String name) {
        return Objects.requireNonNull(after.get(name));
    }

    /** A hint at what a removed thing may be called now, or nothing. */
    String similarTo(String name) {
        if (added.size() > MOST_COMPARED || removed.size() > MOST_COMPARED) {
            return "";
        }
        Set<String> contents = before(name).contents();
        return added.entrySet().stream()
                .filter(candidate ->
                        !contents.isEmpty() && candidate.getValue().contents().equals(contents))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> Suggestions.nearest(name, added.keySet()))
                .map(similar -> "similar: " + similar)
                .orElse("");
    }

    private boolean idsAreStable() {
        int same = 0;
        for (String name : kept) {
            String id = before(name).id();
            if (!Objects.equals(id, after(name).id())) {
                return false;
            }
            same += id == null ? 0 : 1;
        }
        return same > 0;
    }

    private void findRenamed() {
        Map<String, String> old = namesById(before);
        Map<String, String> present = namesById(after);
        old.forEach((id, name) -> {
            String now = present.get(id);
            if (now != null && removed.containsKey(name) && added.containsKey(now)) {
                renamed.put(now, name);
                removed.remove(name);
                added.remove(now);
            }
        });
    }

    private static <T extends Identified> Map<String, String> namesById(Map<String, T> things) {
        Map<String, String> names = new HashMap<>();
        Set<String> twice = new HashSet<>();
        things.forEach((name, thing) -> {
            String id = thing.id();
            if (id != null && names.put(id, name) != null) {
                twice.add(id);
            }
        });
        names.keySet().removeAll(twice);
        return names;
    }

    private static <T> Map<String, T> without(Map<String, T> all, Set<String> names) {
        Map<String, T> rest = new TreeMap<>(all);
        rest.keySet().removeAll(names);
        return rest;
    }
}
