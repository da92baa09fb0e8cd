package io.exportroutes.queue;

/**
 * An entry of the run queue as one worker was given it: while the queue still has it so, that worker and no other may begin
 * the run.
 *
 * @param holder the node and process that it was given to
 * @param version how often the entry was given and taken back; it differs each time
 */
public record QueueEntry(String runId, String holder, long version) {}
