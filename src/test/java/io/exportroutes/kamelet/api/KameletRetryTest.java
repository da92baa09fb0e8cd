package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.ScriptedServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller's error handler owns the retries: each one is a whole new call, and there are as many as it says. */
@Timeout(180)
class KameletRetryTest {
    private final ScriptedServer server = new ScriptedServer();
    private final KameletApp app = new KameletApp(server.baseUrl());

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachRetryIsAWholeNewCall(boolean noErrorHandler) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.answers(exchange -> {
            boolean third = calls.incrementAndGet() == 3;
            byte[] body = (third ? ApiExamples.database() : ApiExamples.refusal("busy", "Later.")).getBytes("UTF-8");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(third ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        });

        Exchange after = call(noErrorHandler);

        assertThat(after.getException()).isNull();
        assertThat(after.getMessage().getBody(Map.class).get("id")).isEqualTo("exp_20260601_182345_a1b2c3d4e5");
        assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(request.body()).contains("\"include_tables\":[\"contacts\"]");
            assertThat(request.headers()).containsEntry("X-Operation-Run-Id", "run-7");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTriesEndAndTheMessageIsAgainWhatTheCallerSent(boolean noErrorHandler) throws Exception {
        server.answers(503, "application/json", ApiExamples.refusal("busy", "Later."));

        Exchange after = call(noErrorHandler);

        assertThat(after.getException()).isInstanceOf(TransientFailure.class);
        assertThat(server.requests()).hasSize(3);
        assertThat(after.getMessage().getBody()).isEqualTo(Map.of("include_tables", List.of("contacts")));
        assertThat(after.getMessage().getHeaders())
                .containsEntry("theirs", "kept")
                .containsEntry(CallHeaders.OPERATION_RUN_ID, "run-7")
                .doesNotContainKeys(Exchange.HTTP_URI, "Accept", "X-Operation-Run-Id");
        assertThat(after.getProperties()).doesNotContainKeys("ExportRoutesCall", Exchange.SKIP_GZIP_ENCODING);
    }

    private Exchange call(boolean noErrorHandler) throws Exception {
        app.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TransientFailure.class).maximumRedeliveries(2).redeliveryDelay(1);
                from("direct:call")
                        .to(
                                "kamelet:zangtable-create-export-action?kind=database&baseUrl={{base}}&token={{pat}}&project=crm"
                                        + "&noErrorHandler=" + noErrorHandler);
            }
        });
        try (var template = app.context().createProducerTemplate()) {
            return template.request("direct:call", exchange -> {
                exchange.getMessage().setBody(Map.of("include_tables", List.of("contacts")));
                exchange.getMessage().setHeader("theirs", "kept");
                exchange.getMessage().setHeader(CallHeaders.OPERATION_RUN_ID, "run-7");
            });
        }
    }
}
