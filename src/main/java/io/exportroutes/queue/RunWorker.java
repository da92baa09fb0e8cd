package io.exportroutes.queue;

/** What is done with a run that the queue hands out. */
public interface RunWorker {
    /**
     * Works on the run.
     *
     * @return true where the run is over and its entry may go; false where its deliveries go on without a worker: the entry
     *     then stays in this process's hands until {@link RunQueue#finish} or {@link RunQueue#putBack}, which may be called
     *     before this returns
     */
    boolean work(QueueEntry entry);
}
