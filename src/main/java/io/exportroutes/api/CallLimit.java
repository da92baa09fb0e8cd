package io.exportroutes.api;

import java.time.Clock;
import java.time.Duration;

/** Ends a call from outside, such as by the deadline of its run. */
public interface CallLimit {
    /** The Camel variable of the exchange in which the API Kamelets find it. */
    String VARIABLE = "run";

    /** The time left for the call, negative once it is over. */
    Duration left(Clock clock);

    /**
     * Asked while the call waits.
     *
     * @param what the call's name, for the message
     * @throws io.exportroutes.failure.ExportFailure if the call has to end
     */
    void check(Clock clock, String what);
}
