package io.exportroutes.lab.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How a download's body is sent.
 *
 * @param range which bytes
 * @param declared what Content-Length says, or null to send none
 * @param cutAfter bytes of the body after which it ends before its time, or null
 * @param stalls whether it then stays silent instead of dropping the connection
 * @param corruptAt offset in the artifact of the byte to flip, or null
 * @param bytesPerSecond or null for as fast as it goes
 */
record BodyPlan(
        Artifact artifact,
        ByteRange range,
        @Nullable Long declared,
        @Nullable Long cutAfter,
        boolean stalls,
        @Nullable Long corruptAt,
        @Nullable Long bytesPerSecond) {
    static BodyPlan of(Artifact artifact, ByteRange range, boolean lengthKnown, TakenFaults faults) {
        boolean declares = lengthKnown && !faults.has(FaultKind.NO_LENGTH);
        Long truncate = faults.planned(FaultKind.TRUNCATE, range.length() / 2);
        Long stall = faults.planned(FaultKind.STALL, range.length() / 2);
        BodyPlan plan = new BodyPlan(
                artifact,
                range,
                declares ? Long.valueOf(Math.max(0, range.length() + faults.shift(FaultKind.WRONG_LENGTH))) : null,
                truncate == null ? stall : truncate,
                truncate == null,
                faults.planned(FaultKind.CORRUPT, artifact.size() / 2),
                faults.number(FaultKind.DRIP, 1));
        plan.tell(faults, truncate == null ? FaultKind.STALL : FaultKind.TRUNCATE);
        return plan;
    }

    /** A cut behind the end, or a flipped byte outside of what is sent, changes nothing. */
    private void tell(TakenFaults faults, FaultKind cut) {
        if (cutAfter != null && toSend() < whole()) {
            faults.strike(cut);
        }
        if (corruptAt != null && corruptAt >= range.start() && corruptAt < range.start() + toSend()) {
            faults.strike(FaultKind.CORRUPT);
        }
    }

    /** Bytes that go out before the body ends, in whatever way. */
    long toSend() {
        return cutAfter == null ? whole() : Math.min(whole(), Math.max(0, cutAfter));
    }

    private long whole() {
        return declared == null ? range.length() : Math.min(range.length(), declared);
    }

    /** Whether the client is left with less than it was promised. */
    boolean endsShort() {
        long promised = declared == null ? range.length() : declared;
        return toSend() < promised;
    }
}
