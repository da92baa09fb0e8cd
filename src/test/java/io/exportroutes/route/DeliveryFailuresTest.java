package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.run.RunContext;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryFailuresTest {
    @TempDir
    private Path folder;

    @Test
    void aDeliveryIsOverAlsoWhereTheLedgerCannotBeTold() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = work.begin();
            DestinationConfig mirror =
                    Objects.requireNonNull(work.place.config().destinations().get("mirror"));
            DeliveryOrder order = work.queued(run, work.open(run, "exp_1"), mirror);
            work.services.inFlight().begun(order.ticket());
            work.ledger.close();

            assertThatThrownBy(() -> work.deliveryFailures().putBack(order)).isInstanceOf(ExportFailure.class);

            assertThat(work.services.inFlight().sending()).isZero();
            assertThat(work.services.inFlight().has("r1")).isFalse();
        }
    }
}
