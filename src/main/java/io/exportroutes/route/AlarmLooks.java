package io.exportroutes.route;

import io.exportroutes.alarm.AlarmWatch;

/** Bean {@code alarms}: looks what is wrong. */
public final class AlarmLooks {
    private final AlarmWatch watch;

    public AlarmLooks(AlarmWatch watch) {
        this.watch = watch;
    }

    /** Looks once, and records what began and what ended. */
    public void look() {
        watch.look();
    }
}
