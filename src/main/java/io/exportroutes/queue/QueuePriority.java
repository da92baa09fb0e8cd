package io.exportroutes.queue;

/** Which of the runs that are due is given out first; among equals it is the one that is due longest. */
public enum QueuePriority {
    /** A run that somebody waits for: a firing, a command, a catch-up, and what a crash left. */
    FRESH(50),
    /** A replay: it comes after every fresh run, so that a dead destination delays no other. */
    REPLAY(10);

    private final int value;

    QueuePriority(int value) {
        this.value = value;
    }

    /** The number in the queue's table; a higher one goes first. */
    int value() {
        return value;
    }
}
