package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.value.Visible;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * What destinations are sent that do not keep every artifact, such as mail. What carries no bytes is a notice, and true only
 * where another destination of the run has the artifact: it waits for that one, on nobody's place, and uses up no try.
 */
final class Notices {
    /** The exchange property with the time since which the order waits; the queue keeps it. */
    private static final String SINCE = "waitingSince";
    /** The exchange property that is there while the order is to be put off. */
    private static final String PUT_OFF = "putOff";

    /** For other locations to name, where nothing depends on them. */
    private static final Duration OTHERS = Duration.ofSeconds(10);

    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final int LOOKS = 8;

    private final RunServices services;

    Notices(RunServices services) {
        this.services = services;
    }

    /** Whether the order is to be taken up later: its artifact, or where that is kept, is not known yet. */
    boolean putOff(Exchange exchange, DeliveryOrder order) {
        if (services.startsEarly(order.destination()) || !mustWait(exchange, order)) {
            return false;
        }
        exchange.setProperty(PUT_OFF, true);
        return true;
    }

    /** A new look at the order. Camel keeps what a bean in an expression sets, but not what it takes away. */
    static void begin(Exchange exchange) {
        exchange.setProperty(PUT_OFF, false);
    }

    /** Whether {@link #putOff} just said so; the queue would carry it on. */
    static boolean isPutOff(Exchange exchange) {
        return exchange.getProperty(PUT_OFF, false, Boolean.class);
    }

    /** Until the next look, in milliseconds: the longer it takes, the longer. */
    long untilNextLook(Exchange exchange) {
        Duration look = waited(exchange).dividedBy(LOOKS);
        if (look.compareTo(FIRST_LOOK) < 0) {
            return FIRST_LOOK.toMillis();
        }
        return (look.compareTo(LONGEST_LOOK) < 0 ? look : LONGEST_LOOK).toMillis();
    }

    private boolean mustWait(Exchange exchange, DeliveryOrder order) {
        Optional<SpoolFile.Verified> verified;
        try {
            // Most artifacts are small and soon there; for the others nobody's place is held.
            verified = order.artifact()
                    .file()
                    .awaitVerified(exchange.getProperty(SINCE) == null ? FIRST_LOOK : Duration.ZERO);
        } catch (IOException failed) {
            return false; // the delivery meets it as well, and knows what it means
        }
        if (verified.isEmpty()) {
            return true;
        }
        boolean uncovered = isUncovered(order, verified.get().size());
        // Out of courtesy it waits only for what waits for nobody: two mails would wait for each other.
        boolean open = others(order, uncovered ? storing(verified.get().size()) : early()).stream()
                .anyMatch(other -> !other.state().settled());
        return open && (uncovered || waited(exchange).compareTo(OTHERS) < 0);
    }

    private boolean isUncovered(DeliveryOrder order, long size) {
        return !order.destination().stores(size) && !isStored(order, size);
    }

    private boolean isStored(DeliveryOrder order, long size) {
        return others(order, storing(size)).stream().anyMatch(other -> other.state() == DeliveryState.DELIVERED);
    }

    private Duration waited(Exchange exchange) {
        Instant now = services.clock().instant();
        Instant since = exchange.getProperty(SINCE, Instant.class);
        if (since == null) {
            exchange.setProperty(SINCE, now);
            return Duration.ZERO;
        }
        return Duration.between(since, now);
    }

    /** @throws PermanentFailure where nobody would hold the artifact that the destination does not keep */
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

    /** Where the artifact's other deliveries stand, one a line. */
    String locations(DeliveryOrder order, long size) {
        return others(order, storing(size)).stream()
                .map(other -> Visible.text(other.destination() + ": " + other.state() + " "
                        + (other.location() == null ? other.key() : other.location())))
                .collect(Collectors.joining("\n"));
    }

    private Predicate<Delivery> storing(long size) {
        return delivery -> is(delivery, destination -> destination.stores(size));
    }

    private Predicate<Delivery> early() {
        return delivery -> is(delivery, services::startsEarly);
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
