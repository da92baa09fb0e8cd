package io.exportroutes.ledger;

/** {@code PENDING → SENDING → DELIVERED | DEAD}; a dead one becomes PENDING by replay, DISCARDED by hand. */
public enum DeliveryState {
    PENDING,
    SENDING,
    DELIVERED,
    DEAD,
    DISCARDED;

    /** Whether it stays as it is until somebody acts. */
    public boolean settled() {
        return switch (this) {
            case PENDING, SENDING -> false;
            case DELIVERED, DEAD, DISCARDED -> true;
        };
    }

    /** Whether the spooled bytes are no longer needed for it. */
    public boolean releasesSpool() {
        return this == DELIVERED || this == DISCARDED;
    }
}
