package io.exportroutes.drift;

import io.exportroutes.drift.Change.Subject;
import io.exportroutes.drift.Change.Values;
import io.exportroutes.drift.SchemaModel.Trait;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it means that a column's trait is another one now. */
final class TraitChange {
    private TraitChange() {}

    static Optional<Change> of(Trait trait, Subject column, @Nullable String before, @Nullable String after) {
        if (Objects.equals(before, after)) {
            return Optional.empty();
        }
        return switch (trait) {
            case TYPE -> type(column, before, after);
            case NULLABLE -> Optional.of(change(trait, column, new Values(nullable(before), nullable(after))));
            case DEFAULT -> Optional.of(change(trait, column, new Values(SafeValue.of(before), SafeValue.of(after))));
            case KEY -> Optional.of(change(trait, column, new Values(before, after)));
        };
    }

    private static Optional<Change> type(Subject column, @Nullable String before, @Nullable String after) {
        Values values = new Values(before, after);
        if (before == null || after == null) {
            return Optional.of(change(Trait.TYPE, column, values));
        }
        ColumnType old = ColumnType.parse(before);
        ColumnType present = ColumnType.parse(after);
        if (old.equals(present)) {
            return Optional.empty();
        }
        return Optional.of(
                present.isNarrowerThan(old)
                        ? new Change(Trait.TYPE.changed, Severity.LOSS, column, values, "narrower")
                        : change(Trait.TYPE, column, values));
    }

    private static Change change(Trait trait, Subject column, Values values) {
        return new Change(trait.changed, trait.changed.severity(), column, values, "");
    }

    private static @Nullable String nullable(@Nullable String value) {
        if (value == null) {
            return null;
        }
        return value.equals("true") ? "nullable" : "not null";
    }
}
