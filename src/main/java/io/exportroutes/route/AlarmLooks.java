package io.exportroutes.route;

import io.exportroutes.alarm.AlarmWatch;
import io.exportroutes.overdue.ExpectedCopy;
import java.util.List;
import java.util.function.Consumer;

/** Bean {@code alarms}: looks what is wrong. */
public final class AlarmLooks {
    private final AlarmWatch watch;
    private final Consumer<List<ExpectedCopy>> seen;

    /** @param seen is given what each look has found expected */
    public AlarmLooks(AlarmWatch watch, Consumer<List<ExpectedCopy>> seen) {
        this.watch = watch;
        this.seen = seen;
    }

    /** Looks once, and records what began and what ended. */
    public void look() {
        seen.accept(watch.look());
    }
}
