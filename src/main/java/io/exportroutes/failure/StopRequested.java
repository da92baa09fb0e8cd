package io.exportroutes.failure;

/** The program was asked to stop while it worked on something: nothing failed, the rest continues at the next start. */
public final class StopRequested extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what was left for the next start */
    public StopRequested(String what) {
        super(what + " continues at the next start");
    }
}
