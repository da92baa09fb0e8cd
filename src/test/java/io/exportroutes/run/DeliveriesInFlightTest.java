package io.exportroutes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.run.DeliveriesInFlight.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveriesInFlightTest {
    private final DeliveriesInFlight inFlight = new DeliveriesInFlight(10);

    /** As after its attempt in a batch: nobody sends it, it takes room in the queue, and a deadline withdraws it. */
    @Test
    void aDeliveryThatIsQueuedAgainWaitsLikeAnyOther() throws Exception {
        Ticket ticket = inFlight.queued("r1", "exp_1@archive").orElseThrow();
        assertThat(inFlight.begun(ticket)).isTrue();
        assertThat(inFlight.room("archive")).isEqualTo(10);
        assertThat(inFlight.awaitQuiet(Duration.ZERO)).isFalse();

        assertThat(inFlight.queuedAgain(ticket)).isTrue();
        assertThat(inFlight.room("archive")).isEqualTo(9);
        assertThat(inFlight.awaitQuiet(Duration.ZERO)).isTrue();

        inFlight.withdraw("r1");
        assertThat(inFlight.has("r1")).isFalse();
        assertThat(inFlight.begun(ticket)).isFalse();
        assertThat(inFlight.queuedAgain(ticket)).isFalse();
        assertThat(inFlight.room("archive")).isEqualTo(10);
    }
}
