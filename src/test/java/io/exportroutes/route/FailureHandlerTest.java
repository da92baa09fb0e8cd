package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.ExportFailure;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureHandlerTest {
    @TempDir
    private Path folder;

    @Test
    void aDeliveryIsOverAlsoWhereTheLedgerCannotBeTold() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            Exchange exchange = work.begin();
            work.take(exchange, "exp_1");
            work.downloads().open(exchange);
            DestinationConfig mirror =
                    Objects.requireNonNull(work.place.config().destinations().get("mirror"));
            DeliveryOrder order = work.queued(ExchangeState.run(exchange), ArtifactContext.of(exchange), mirror);
            exchange.setProperty(DeliveryOrder.PROPERTY, order);
            work.services.inFlight().begun(order.ticket());
            work.ledger.close();

            assertThatThrownBy(() -> work.failures().sourceFailed(exchange)).isInstanceOf(ExportFailure.class);

            assertThat(work.services.inFlight().sending()).isZero();
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }
}
