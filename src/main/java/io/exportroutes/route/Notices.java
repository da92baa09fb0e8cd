package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Verified;
import io.exportroutes.value.Visible;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Bean {@code notices}: deliveries to destinations that do not store every artifact, such as mail. A delivery without the
 * artifact is a notice, and true only if another destination of the run has the artifact: it waits for that one without
 * using a sender or an attempt.
 */
public final class Notices {
    /** The longest wait for copies that the notice only names. */
    private static final Duration OTHERS = Duration.ofSeconds(10);

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final int CHECKS = 8;

    private final RunServices services;
    private final Encryption encryption;

    public Notices(RunServices services) {
        this.services = services;
        this.encryption = new Encryption(services);
    }

    /** Whether the order has to wait: the artifact, or its location, is not known yet. */
    boolean postpone(DeliveryOrder order) {
        return !order.startsEarly() && mustWait(order);
    }

    /** The time to the next check: it grows with the time that the order has waited. */
    Duration untilNextCheck(DeliveryOrder order) {
        Duration wait = order.waiting().waited(services.clock()).dividedBy(CHECKS);
        return wait.compareTo(FIRST_WAIT) < 0 ? FIRST_WAIT : Durations.shorter(wait, LONGEST_WAIT);
    }

    private boolean mustWait(DeliveryOrder order) {
        Optional<Verified> verified;
        try {
            // Most artifacts are small and arrive soon; the others do not occupy a sender.
            verified = order.artifact().file().awaitVerified(order.waiting().hasBegun() ? Duration.ZERO : FIRST_WAIT);
        } catch (IOException failed) {
            return false; // the delivery sees the same failure and handles it
        }
        if (verified.isEmpty()) {
            return true;
        }
        if (order.recipients() != null && order.destination().storesAll()) {
            return false; // it waited for the artifact alone, not for what others make of it
        }
        boolean uncovered = isUncovered(order, verified.get().size());
        // It waits only for destinations that store artifacts: two mails would wait for each other.
        boolean open = others(order, uncovered ? storing(verified.get().size()) : early()).stream()
                .anyMatch(other -> !other.state().settled());
        return open && (uncovered || order.waiting().waited(services.clock()).compareTo(OTHERS) < 0);
    }

    private boolean isUncovered(DeliveryOrder order, long size) {
        return !stores(order, size) && !isStored(order, size);
    }

    private boolean stores(DeliveryOrder order, long size) {
        return order.destination().stores(encryption.storedSize(order.recipients(), size));
    }

    private boolean isStored(DeliveryOrder order, long size) {
        return others(order, storing(size)).stream().anyMatch(other -> other.state() == DeliveryState.DELIVERED);
    }

    /**
     * @param size of the artifact, not encrypted
     * @throws PermanentFailure if no destination of the run would store the artifact
     */
    void check(DeliveryOrder order, long size) {
        if (!isUncovered(order, size)) {
            return;
        }
        String told = "Delivery " + order.id() + " would carry no copy of the artifact, of " + size
                + " bytes, and no other destination of the run holds one";
        if (order.destination().stores(0)) {
            throw new PermanentFailure(
                    FailureCode.ATTACHMENT_TOO_LARGE,
                    told,
                    "Raise attach-up-to, or add a destination that stores (s3, sftp, file) to the job; then: dead-letters"
                            + " replay " + order.id());
        }
        throw new PermanentFailure(
                FailureCode.NOTHING_STORED,
                told,
                "Add a destination that stores (s3, sftp, file) to the job; then: dead-letters replay " + order.id());
    }

    /** The locations of the artifact's other copies, one a line. */
    String locations(DeliveryOrder order, long size) {
        return others(order, storing(size)).stream()
                .map(other -> Visible.text(other.destination() + ": " + other.state() + " "
                        + (other.receipt().location() == null
                                ? other.plan().key()
                                : other.receipt().location())))
                .collect(Collectors.joining("\n"));
    }

    private Predicate<Delivery> storing(long size) {
        return delivery -> is(delivery, destination -> destination.stores(encryption.storedSize(delivery, size)));
    }

    private Predicate<Delivery> early() {
        return delivery -> delivery.plan().recipients() == null && is(delivery, DestinationConfig::startsEarly);
    }

    private boolean is(Delivery delivery, Predicate<DestinationConfig> what) {
        DestinationConfig destination = services.config().destinations().get(delivery.destination());
        return destination != null && what.test(destination);
    }

    private List<Delivery> others(DeliveryOrder order, Predicate<Delivery> which) {
        return services.ledger().deliveries().ofExport(order.exportId()).stream()
                .filter(other -> !other.destination().equals(order.destination().name()))
                .filter(which)
                .toList();
    }
}
