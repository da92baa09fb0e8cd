package io.exportroutes.component.jobs;

/** The operations of a {@code jobs:} endpoint; the names are those of its URIs. */
public enum JobsOperation {
    /** Begins a route at each due time, with the jobs that are due. */
    due,
    /** Computes the next due times again. */
    reschedule
}
