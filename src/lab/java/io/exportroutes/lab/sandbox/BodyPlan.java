package io.exportroutes.lab.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How a download's body is sent.
 *
 * @param part what is sent
 * @param declared what Content-Length says, or null to send none
 * @param cut its end before its time, or null
 * @param corruptAt offset in the artifact of the byte to flip, or null
 * @param bytesPerSecond or null for as fast as it goes
 */
record BodyPlan(
        Part part,
        @Nullable Long declared,
        @Nullable Cut cut,
        @Nullable Long corruptAt,
        @Nullable Long bytesPerSecond) {
    /** Bytes of an artifact. */
    record Part(Artifact artifact, ByteRange range) {}

    /**
     * How a body ends before its time.
     *
     * @param after bytes of the body
     * @param fault {@link FaultKind#TRUNCATE} drops the connection, {@link FaultKind#STALL} keeps it and stays silent
     */
    record Cut(long after, FaultKind fault) {
        private static @Nullable Cut of(TakenFaults faults, long byDefault) {
            Long truncate = faults.planned(FaultKind.TRUNCATE, byDefault);
            Long stall = faults.planned(FaultKind.STALL, byDefault);
            if (truncate != null) {
                return new Cut(truncate, FaultKind.TRUNCATE);
            }
            return stall == null ? null : new Cut(stall, FaultKind.STALL);
        }
    }

    static BodyPlan of(Part part, boolean lengthKnown, TakenFaults faults) {
        long length = part.range.length();
        boolean declares = lengthKnown && !faults.has(FaultKind.NO_LENGTH);
        BodyPlan plan = new BodyPlan(
                part,
                declares ? Long.valueOf(Math.max(0, length + faults.shift(FaultKind.WRONG_LENGTH))) : null,
                Cut.of(faults, length / 2),
                faults.planned(FaultKind.CORRUPT, part.artifact.size() / 2),
                faults.number(FaultKind.DRIP, 1));
        plan.tell(faults);
        return plan;
    }

    /** A cut behind the end, or a flipped byte outside of what is sent, changes nothing. */
    private void tell(TakenFaults faults) {
        if (cut != null && toSend() < whole()) {
            faults.strike(cut.fault);
        }
        long start = part.range.start();
        if (corruptAt != null && corruptAt >= start && corruptAt < start + toSend()) {
            faults.strike(FaultKind.CORRUPT);
        }
    }

    /** Bytes that go out before the body ends, in whatever way. */
    long toSend() {
        return cut == null ? whole() : Math.min(whole(), Math.max(0, cut.after));
    }

    private long whole() {
        long length = part.range.length();
        return declared == null ? length : Math.min(length, declared);
    }

    /** Whether the client is left with less than it was promised. */
    boolean endsShort() {
        long promised = declared == null ? part.range.length() : declared;
        return toSend() < promised;
    }

    /** Whether the connection stays open, silent, after the last byte of a body that ends short. */
    boolean stalls() {
        return cut != null && cut.fault == FaultKind.STALL;
    }
}
