package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 8, point 11: what a request leaves behind that the API refused. */
@SuppressWarnings("NullAway.Init")
class RefusedRequestTest {
    private RunAtWork work;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        work = new RunAtWork(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aRefusalByTheApiItselfLeavesNothingToLookFor() throws Exception {
        Exchange exchange = requesting();
        exchange.setException(
                new PermanentFailure(new ForeignCode("no_tables_selected"), "No", "Select some", "req_1", null));

        work.attemptFailed().process(exchange);

        assertThat(work.run().progress().request().requestedAt()).isNull();
        assertThat(work.run().progress().request().fileName()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"deadline", "http_403"})
    void aFailureThatIsNotTheApisOwnAnswerLeavesTheRequestOpen(String code) throws Exception {
        Exchange exchange = requesting();
        exchange.setException(new PermanentFailure(new ForeignCode(code), "No", "Look"));

        work.attemptFailed().process(exchange);

        assertThat(work.run().progress().request().requestedAt()).isNotNull();
    }

    /** As route "request" does around the call. */
    private Exchange requesting() throws Exception {
        RunContext run = work.begin();
        new ExportRequester(work.services).recordRequest(run);
        Exchange exchange = work.carrying(run);
        exchange.setVariable(FailedAttemptRecorder.REQUESTING, "true");
        return exchange;
    }

    @Test
    void aListingThatIsRefusedSaysNothingOfTheRequest() throws Exception {
        Exchange exchange = requesting();
        exchange.setException(new TransientFailure(FailureCode.TIMEOUT, "No answer", "Wait"));
        work.attemptFailed().process(exchange);
        exchange.setException(new PermanentFailure(new ForeignCode("forbidden"), "No", "Look", "req_1", null));

        work.attemptFailed().process(exchange);

        assertThat(work.run().progress().request().requestedAt()).isNotNull();
    }
}
