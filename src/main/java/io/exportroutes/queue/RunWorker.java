package io.exportroutes.queue;

/** Works on the runs that the queue gives it. */
public interface RunWorker {
    /**
     * Works on the run.
     *
     * @return true if the run is over and its entry may be removed; false if its deliveries continue without a worker: this
     *     process then keeps the entry until {@link RunQueue#finish} or {@link RunQueue#putBack}, which may be called
     *     before this returns
     */
    boolean work(QueueEntry entry);
}
