package io.exportroutes.retention;

/** What is known of a copy's bytes. Only good copies count for a rule. */
public enum Standing {
    /** Delivered, confirmed, and not contradicted by a read-back. */
    GOOD("good"),
    /** In a storage class that has to be restored before it can be read: neither good nor bad. */
    COLD("cold"),
    /** Delivered, but nobody has confirmed what is stored. */
    UNCONFIRMED("unconfirmed"),
    /** The last read-back found it missing, different, cut or unreadable. */
    BAD("read back failed");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** In words, as a plan shows it. */
    public String words() {
        return words;
    }

    boolean isGood() {
        return this == GOOD;
    }
}
