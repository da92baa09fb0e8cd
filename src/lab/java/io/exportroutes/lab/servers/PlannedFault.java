package io.exportroutes.lab.servers;

/** A misbehaviour that a server was asked for a number of times. Safe for use by several threads. */
final class PlannedFault {
    private final String what;
    private final int times;
    private int struck;
    private boolean removed;

    PlannedFault(String what, int times) {
        this.what = what;
        this.times = times;
    }

    /** Whether it is this one's turn now, which uses it up once. */
    synchronized boolean strikes() {
        if (left() == 0) {
            return false;
        }
        struck++;
        return true;
    }

    synchronized int left() {
        return removed ? 0 : times - struck;
    }

    synchronized void remove() {
        removed = true;
    }

    /** Whether it proves nothing: it never struck, or times of it are left. */
    synchronized boolean idle() {
        return struck == 0 || left() > 0;
    }

    @Override
    public synchronized String toString() {
        return what + " struck " + struck + " of " + times;
    }
}
