package io.exportroutes.doctor;

/** One thing that may be wrong. It is looked at beside others, on a thread of its own, and interrupted if it takes too long. */
interface Check {
    /** A word, such as {@code destination}. */
    String name();

    /** What it looks at, such as a destination's name; empty if there is only one. */
    default String subject() {
        return "";
    }

    /**
     * Looks at it and tells at least one finding.
     *
     * @throws Exception what it throws is a finding too
     */
    void look(Findings findings) throws Exception;
}
