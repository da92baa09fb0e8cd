package io.exportroutes.ledger;

import java.time.Instant;

/**
 * A change that somebody made by hand, or was refused.
 *
 * @param result {@code done}, {@code begun}, or the code of the failure
 */
public record AuditEntry(String id, Instant at, Actor actor, Act act, String result) {
    /** What stands there while it is being done, and for good if the service stopped meanwhile. */
    public static final String BEGUN = "begun";

    /** What stands there where it was made. */
    public static final String DONE = "done";

    /**
     * @param via how it was known who it is: {@code local}, {@code password}, {@code token} or {@code proxy}
     * @param address the IP address that the call came from
     */
    public record Actor(String name, String role, String via, String address) {}

    /**
     * @param action such as {@code run}, {@code pause} or {@code replay}
     * @param target the job or the dead letter
     */
    public record Act(String action, String target) {}
}
