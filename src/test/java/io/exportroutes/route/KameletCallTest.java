package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Samples;
import io.exportroutes.run.Lease;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.OwnedRuns;
import io.exportroutes.run.OwnedRunsTest;
import io.exportroutes.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KameletCallTest {
    private final SteppedClock clock = new SteppedClock(Samples.NIGHT);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @TempDir
    private Path folder;

    @Test
    void aCallThatEndsWithAnErrorHasFailed() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Ledger ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock)) {
            ledger.runs().add(Samples.run("r1"));
            OwnedRun hold = new OwnedRuns(ledger, new Lease(null, clock)).begin(OwnedRunsTest.handOut(ledger, 1));
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(new BytesContent(new byte[1], "text/plain", Map.of()));
            KameletCall attempt = new KameletCall(
                    exchange,
                    hold,
                    null,
                    copy -> {
                        throw new OutOfMemoryError("Java heap space");
                    },
                    threads);

            assertThat(attempt.run(Duration.ofMinutes(1))).isTrue();
            attempt.copyResultsTo(exchange);

            assertThat(exchange.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
        } finally {
            threads.shutdownNow();
        }
    }
}
