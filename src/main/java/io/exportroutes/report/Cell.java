package io.exportroutes.report;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A value of a report; each rendering shows it in its own way. */
public sealed interface Cell {
    /** There is none. */
    Cell NONE = new None();

    record None() implements Cell {}

    /** As it was given: who prints it makes it visible. */
    record Text(String text) implements Cell {}

    record Count(long number) implements Cell {}

    record Size(long bytes) implements Cell {}

    /** @param zone in which people read it */
    record Time(Instant time, ZoneId zone) implements Cell {}

    static Cell of(@Nullable String text) {
        return text == null || text.isEmpty() ? NONE : new Text(text);
    }

    static Cell of(long number) {
        return new Count(number);
    }

    static Cell of(@Nullable Instant time, ZoneId zone) {
        return time == null ? NONE : new Time(time, zone);
    }
}
