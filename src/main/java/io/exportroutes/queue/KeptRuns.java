package io.exportroutes.queue;

import java.util.function.Consumer;

/** Runs whose entry this process has kept: no worker is theirs, and more is to be done of some of them later. */
public interface KeptRuns {
    /**
     * Says who does it from now on; nobody at first.
     *
     * @param work does what can be done now of the run of a kept entry, and returns when that is done; it is called by several
     *     threads, but never twice at a time for one entry
     */
    void workBy(Consumer<QueueEntry> work);
}
