package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.DeliveryPlan;
import io.exportroutes.ledger.DeliveryWriter;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.RunContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on its way: the message body between the routes deliver and delivery, then the exchange variable {@code order}.
 *
 */
public record DeliveryOrder(
        RunContext run, ArtifactContext artifact, DestinationConfig destination, DeliveryPlan plan, Turn turn)
        implements DeliveryMessage {
    static final String VARIABLE = "order";

    /**
     * Its place in the destination's queue.
     *
     * @param ticket identifies it while it is on its way
     * @param waiting what it has to wait for before it begins
     * @param failedInBatch its attempt in a batch that it had to leave; null if it was in none
     */
    record Turn(
            DeliveriesInFlight.Ticket ticket,
            DeliveryWait waiting,
            @Nullable Attempts failedInBatch) {}

    public DeliveryOrder(
            RunContext run,
            ArtifactContext artifact,
            DestinationConfig destination,
            DeliveryPlan plan,
            DeliveriesInFlight.Ticket ticket) {
        this(run, artifact, destination, plan, new Turn(ticket, new DeliveryWait(), null));
    }

    /** The same order after its attempt in a batch failed. */
    DeliveryOrder after(ExportFailure failure) {
        Attempts attempts = Attempts.orNone(turn.failedInBatch).and(failure);
        return new DeliveryOrder(run, artifact, destination, plan, new Turn(turn.ticket, turn.waiting, attempts));
    }

    public DeliveriesInFlight.Ticket ticket() {
        return turn.ticket;
    }

    DeliveryWait waiting() {
        return turn.waiting;
    }

    String key() {
        return plan.key();
    }

    /** For whom the artifact is encrypted, as it was planned; null if it is not. */
    @Nullable
    String recipients() {
        return plan.recipients();
    }

    /** Whether it may start while the artifact is still arriving: what is encrypted is encrypted as a whole first. */
    boolean startsEarly() {
        return recipients() == null && destination.startsEarly();
    }

    public String exportId() {
        return artifact.exportId();
    }

    public String id() {
        return exportId() + "@" + destination.name();
    }

    /** The ledger as the run's owner may write it. */
    DeliveryWriter ledger() {
        return run.ledger().deliveries();
    }

    static @Nullable DeliveryOrder in(Exchange exchange) {
        return exchange.getVariable(VARIABLE, DeliveryOrder.class);
    }
}
