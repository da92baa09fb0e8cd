package io.exportroutes.spool.verify;

/** The parts that an {@link Inspection} has checked, so that {@link Verifier} need not read them again. */
public final class Findings {
    /** All is still to be read. */
    public static final Findings NOTHING = new Findings(false, ZipEntries.none());

    private final boolean document;
    private final ZipEntries entries;

    /** @param document whether the whole was read as one JSON document */
    Findings(boolean document, ZipEntries entries) {
        this.document = document;
        this.entries = entries;
    }

    boolean document() {
        return document;
    }

    ZipEntries entries() {
        return entries;
    }
}
