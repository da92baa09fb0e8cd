package io.exportroutes.lab.sandbox;

import java.time.Instant;

/**
 * A call that was let in, with the faults that strike its reply.
 *
 * @param now one time for the whole call
 */
record ApiCall(Route route, RecordedCall request, TakenFaults faults, Instant now) {}
