package io.exportroutes.api;

import java.time.Clock;
import java.time.Duration;

/** What ends a call from outside, such as the deadline of the run that makes it. */
public interface CallLimit {
    /** The Camel variable of the exchange under which the API Kamelets look for one. */
    String VARIABLE = "run";

    /** How much time is left to the call, negative once there is none. */
    Duration left(Clock clock);

    /**
     * Asked while the call waits.
     *
     * @param what the call, for the message
     * @throws io.exportroutes.failure.ExportFailure where there is no point in going on
     */
    void check(Clock clock, String what);
}
