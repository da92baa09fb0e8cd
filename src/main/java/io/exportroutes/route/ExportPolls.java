package io.exportroutes.route;

/** The polls of one wait for an export, by one thread at a time. */
public final class ExportPolls {
    /** After so many polls in a row that miss our export, its download is requested: the answer decides. */
    static final int MISSES = 5;

    private int begun;
    private int missed;

    /** One more begins; returns how many were before it. */
    int begin() {
        return begun++;
    }

    /** Whether the latest one saw the export. */
    void note(boolean seen) {
        missed = seen ? 0 : missed + 1;
    }

    /** Whether the last {@value #MISSES} all missed it. */
    boolean allMissed() {
        return missed >= MISSES;
    }
}
