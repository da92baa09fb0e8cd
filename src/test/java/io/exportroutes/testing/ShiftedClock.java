package io.exportroutes.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Goes on as the machine's clock does, and can be put forward or back meanwhile. */
public final class ShiftedClock extends Clock {
    private volatile Duration shift;

    public ShiftedClock(Duration shift) {
        this.shift = shift;
    }

    public void shift(Duration other) {
        shift = other;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
