package io.exportroutes.spool.verify;

/**
 * The parts that an {@link Inspection} has checked, so that {@link Verifier} need not read them again.
 *
 * @param document whether the whole was read as one JSON document
 */
public record Findings(boolean document, ZipEntries entries) {
    /** All is still to be read. */
    public static final Findings NOTHING = new Findings(false, ZipEntries.none());
}
