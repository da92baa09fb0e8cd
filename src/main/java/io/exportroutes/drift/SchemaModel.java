package io.exportroutes.drift;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema as it was understood. All maps are sorted: the order in a document does not count.
 *
 * @param document what belongs to no table
 * @param tables by name
 */
record SchemaModel(Table document, Map<String, Table> tables) {
    SchemaModel {
        tables = sorted(tables);
    }

    /** Something that may keep its id when its name changes. */
    interface Identified {
        @Nullable
        String id();

        /** How many facts it holds, itself included. */
        int facts();

        /** What it consists of, by name. */
        Set<String> contents();
    }

    /**
     * @param id the one that the document gives it, or null
     * @param parts keys, indexes and relations by name, each as paths with their values
     * @param other what was not understood: paths with their values
     */
    record Table(
            @Nullable String id,
            Map<String, Column> columns,
            Map<PartKind, Map<String, Map<String, String>>> parts,
            Map<String, String> other)
            implements Identified {
        Table {
            columns = sorted(columns);
            parts = sorted(parts);
            other = sorted(other);
        }

        /** The parts of this kind, by name. */
        Map<String, Map<String, String>> parts(PartKind kind) {
            return parts.getOrDefault(kind, Map.of());
        }

        @Override
        public int facts() {
            int count = 1 + columns.size() + other.size();
            for (Map<String, Map<String, String>> kind : parts.values()) {
                count += kind.size();
            }
            return count;
        }

        @Override
        public Set<String> contents() {
            return columns.keySet();
        }
    }

    /** @param traits as texts; a default as JSON */
    record Column(@Nullable String id, Map<Trait, String> traits, Map<String, String> other) implements Identified {
        Column {
            traits = sorted(traits);
            other = sorted(other);
        }

        @Override
        public int facts() {
            return 1;
        }

        @Override
        public Set<String> contents() {
            return Set.of();
        }
    }

    enum PartKind {
        KEY(ChangeId.KEY_REMOVED, ChangeId.KEY_CHANGED, ChangeId.KEY_ADDED),
        INDEX(ChangeId.INDEX_REMOVED, ChangeId.INDEX_CHANGED, ChangeId.INDEX_ADDED),
        RELATION(ChangeId.RELATION_REMOVED, ChangeId.RELATION_CHANGED, ChangeId.RELATION_ADDED);

        final ChangeId removed;
        final ChangeId changed;
        final ChangeId added;

        PartKind(ChangeId removed, ChangeId changed, ChangeId added) {
            this.removed = removed;
            this.changed = changed;
            this.added = added;
        }
    }

    enum Trait {
        TYPE(ChangeId.COLUMN_TYPE_CHANGED),
        NULLABLE(ChangeId.COLUMN_NULLABLE_CHANGED),
        DEFAULT(ChangeId.COLUMN_DEFAULT_CHANGED),
        KEY(ChangeId.COLUMN_KEY_CHANGED);

        final ChangeId changed;

        Trait(ChangeId changed) {
            this.changed = changed;
        }
    }

    private static <K extends Comparable<K>, V> Map<K, V> sorted(Map<K, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
