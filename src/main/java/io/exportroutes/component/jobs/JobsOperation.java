package io.exportroutes.component.jobs;

/** What a {@code jobs:} endpoint does; the names are those of its URIs. */
public enum JobsOperation {
    /** Begins a route at each due time of each job. */
    due,
    /** Computes the next due times again. */
    reschedule
}
