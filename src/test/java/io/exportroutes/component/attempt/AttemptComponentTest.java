package io.exportroutes.component.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a route, in a Camel context of their own. */
@Timeout(120)
class AttemptComponentTest {
    private static final String LONG = "timeout=1h";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Policy policy = new Policy();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void addComponent() {
        camel.addComponent("attempt", new AttemptComponent());
        camel.getRegistry().bind("policy", policy);
        camel.getShutdownStrategy().setTimeout(1); // to Camel a route that an Error has left is still in flight
    }

    @AfterEach
    void stop() {
        released.countDown();
        camel.stop();
    }

    @Test
    void theResultOfTheCallIsTheRoutes() throws Exception {
        start(exchange -> {
            exchange.getMessage().setBody("stored");
            exchange.getMessage().setHeader("Location", "a/b");
            exchange.setVariable("copies", 2);
        });

        Exchange exchange = attempt(LONG);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("stored");
        assertThat(exchange.getMessage().getHeader("Location")).isEqualTo("a/b");
        assertThat(exchange.getVariable("copies")).isEqualTo(2);
    }

    @Test
    void aCallThatEndsWithAnErrorHasFailed() throws Exception {
        start(exchange -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(attempt(LONG).getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aCallThatIgnoresItsEndIsLeftAndChangesNothing() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        start(exchange -> {
            awaitRelease();
            exchange.getMessage().setBody("too late");
            changed.countDown();
        });

        Exchange exchange = attempt("timeout=100ms&gracePeriod=1ms");
        released.countDown();
        changed.await();

        assertThat(exchange.getException()).isSameAs(policy.overdue);
        assertThat(policy.cut).isSameAs(policy.overdue);
        assertThat(exchange.getMessage().getBody()).isEqualTo("artifact");
    }

    /** A call that heeds the interrupt has tidied up by the time the route continues. */
    @Test
    void aCallThatIsInterruptedMayTidyUp() throws Exception {
        CountDownLatch tidied = new CountDownLatch(1);
        start(exchange -> {
            try {
                released.await();
            } finally {
                tidied.countDown();
            }
        });

        assertThat(attempt("timeout=100ms&gracePeriod=1h").getException()).isSameAs(policy.overdue);
        assertThat(tidied.getCount()).isZero();
    }

    @Test
    void aCallThatNobodyNeedsAnyMoreEndsBeforeItsTimeout() throws Exception {
        start(exchange -> {
            policy.endEarly();
            awaitRelease();
        });

        assertThat(attempt(LONG + "&gracePeriod=1ms").getException()).isSameAs(policy.overdue);
        assertThat(policy.registered).isFalse();
    }

    @Test
    void aResultThatThePolicyRefusesDoesNotReachTheRoute() throws Exception {
        policy.refused = new TransientFailure(FailureCode.RETURNED_EARLY, "It read nothing", "Read it");
        start(exchange -> exchange.getMessage().setBody("stored"));

        Exchange exchange = attempt(LONG);

        assertThat(exchange.getException()).isSameAs(policy.refused);
        assertThat(exchange.getMessage().getBody()).isEqualTo("artifact");
    }

    @Test
    void optionsOfTheTargetArePassedOnToIt() {
        AttemptEndpoint endpoint =
                camel.getEndpoint("attempt:seda:next?size=5&timeout=1s&policy=#bean:policy", AttemptEndpoint.class);

        assertThat(endpoint.getTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(camel.getEndpoint(endpoint.getTarget(), SedaEndpoint.class).getSize())
                .isEqualTo(5);
    }

    private void start(Processor target) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:target").errorHandler(noErrorHandler()).process(target);
            }
        });
        camel.start();
    }

    private Exchange attempt(String options) throws Exception {
        try (var template = camel.createProducerTemplate()) {
            return template.request(
                    "attempt:direct:target?policy=#bean:policy&" + options,
                    exchange -> exchange.getMessage().setBody("artifact"));
        }
    }

    /** As a library that knows no interrupt. */
    private void awaitRelease() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                assertThat(policy.cut)
                        .as("its input is closed before it is interrupted")
                        .isNotNull();
            }
        }
    }

    /** Says what has happened, and ends a call when it is told to. */
    private static final class Policy implements AttemptPolicy, AttemptPolicy.Attempt {
        private final ExportFailure overdue =
                new TransientFailure(FailureCode.DELIVERY_TIMEOUT, "It was not through", "Try again");
        private volatile @Nullable ExportFailure refused;
        private volatile @Nullable ExportFailure cut;
        private volatile boolean registered;
        private volatile Runnable end = () -> {};
        private volatile Duration limit = Duration.ZERO;

        void endEarly() {
            end.run();
        }

        @Override
        public Attempt begin(Exchange call, Duration timeout) {
            limit = timeout;
            return this;
        }

        @Override
        public String subject() {
            return "The call";
        }

        @Override
        public Duration limit() {
            return limit;
        }

        @Override
        public Ending onEarlyEnd(Runnable end) {
            this.end = end;
            registered = true;
            return () -> registered = false;
        }

        @Override
        public @Nullable ExportFailure failure(boolean returned) {
            return returned ? refused : overdue;
        }

        @Override
        public void cut(ExportFailure reason) {
            cut = reason;
        }
    }
}
