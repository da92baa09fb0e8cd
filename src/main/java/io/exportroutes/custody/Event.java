package io.exportroutes.custody;

import java.util.Locale;

/** What an entry tells. Readers tolerate other words, which later versions may add. */
public enum Event {
    /** An artifact is verified and goes to the destinations; the entry is the artifact's sidecar. */
    STORED,
    /** A copy was removed, as the retention says. */
    EXPIRED,
    /** Copies were read back. */
    READ_BACK,
    /** A copy was written anew from a good one. */
    REPAIRED,
    /** An export was gone before it could be stored. */
    LOST,
    /** A copy is kept, whatever the retention says. */
    HELD,
    /** A hold has ended. */
    RELEASED,
    /** A key signs from here on: the first one in the first entry, each later one in an entry that the one before it signed. */
    KEY,
    /** The chain goes on without knowing whether entries came between, for a reason that a person gave. */
    GAP;

    /** As entries have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
