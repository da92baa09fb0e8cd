package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.schedule.RunRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short retries wait longer each time, not all for the same time, and as exports.yaml says. */
class BackoffTest {
    private static final long INITIAL = 200;
    private static final double MULTIPLIER = 3;
    private static final long LONGEST = 6_000;
    /** As docs/architecture.md has it: each delay is varied by up to this much, up and down. */
    private static final double JITTER = 0.15;

    private static final String EXPORTS = """
            defaults:
              retry: {attempts: 4, initial-delay: 200ms, multiplier: 3, max-delay: 6s}
            jobs:
              nightly: {project: crm, export: database, destinations: [mirror]}
            """;

    @TempDir
    private Path directory;

    /** Camel's own computation, by the policy that it makes of routes/9-failures.camel.yaml and exports.yaml. */
    @Test
    void eachDelayIsTheLastOneTimesTheMultiplierMoreOrLessAndNeverLongerThanTheLongest() throws Exception {
        RedeliveryPolicy policy;
        try (Site site = site();
                Engine engine = start(site)) {
            policy = policy(engine);
        }

        List<Long> first = draws(policy, 0);
        assertThat(first).allSatisfy(delay -> assertAround(delay, INITIAL));
        List<Long> second = draws(policy, INITIAL);
        assertThat(second).allSatisfy(delay -> assertAround(delay, INITIAL * MULTIPLIER));
        assertThat(draws(policy, LONGEST - 1)).containsOnly(LONGEST);
        // Of 500 in 61 and 181 whole milliseconds: all in one half, or few of them different, is as good as impossible.
        assertThat(List.of(first, second))
                .allSatisfy(delays -> assertThat(delays.stream().distinct()).hasSizeGreaterThan(40));
        assertThat(first).anyMatch(delay -> delay < INITIAL).anyMatch(delay -> delay > INITIAL);
    }

    /** By the server's own times. A wait has no upper bound on a busy machine, but none is ever shorter than it was told. */
    @Test
    void theServerIsLeftAloneForLongerAfterEachTry() throws Exception {
        List<Instant> calls;
        try (Site site = site()) {
            site.sandbox().faults().plant("status@create=503x4");
            try (Engine engine = start(site)) {
                Instant now = Instant.now();
                engine.submit(new RunRequest("nightly-manual", "nightly", "manual", now));
                Awaitility.await().until(() -> settled(engine));
            }
            calls = site.sandbox().calls().stream()
                    .filter(call -> call.method().equals("POST"))
                    .map(RecordedCall::at)
                    .toList();
        }

        assertThat(calls).as("four tries").hasSize(4);
        List<Duration> waits = IntStream.range(1, 4)
                .mapToObj(call -> Duration.between(calls.get(call - 1), calls.get(call)))
                .toList();
        double least = INITIAL * (1 - JITTER);
        for (Duration wait : waits) {
            assertThat(wait).as("%s", waits).isGreaterThanOrEqualTo(Duration.ofMillis((long) least));
            least = least * MULTIPLIER * (1 - JITTER); // Camel goes on from the delay as it was varied
        }
    }

    private static void assertAround(long delay, double middle) {
        assertThat((double) delay).isBetween(Math.floor(middle * (1 - JITTER)), Math.ceil(middle * (1 + JITTER)));
    }

    private static List<Long> draws(RedeliveryPolicy policy, long lastDelay) {
        return LongStream.range(0, 500)
                .map(draw -> policy.calculateRedeliveryDelay(lastDelay, 1))
                .boxed()
                .toList();
    }

    private static RedeliveryPolicy policy(Engine engine) {
        ModelCamelContext context = (ModelCamelContext) engine.context();
        List<OnExceptionDefinition> all = new ArrayList<>();
        for (RouteConfigurationDefinition configuration : context.getRouteConfigurationDefinitions()) {
            all.addAll(configuration.getOnExceptions());
        }
        List<OnExceptionDefinition> transients =
                all.stream().filter(one -> one.getId().endsWith("-transient")).toList();
        assertThat(transients)
                .as("one for each subject: enqueue, run, artifact, delivery")
                .hasSize(4)
                .extracting(OnExceptionDefinition::getRedeliveryPolicyRef)
                .containsOnly("retryPolicy");
        return Objects.requireNonNull(context.getRegistry().lookupByNameAndType("retryPolicy", RedeliveryPolicy.class));
    }

    private Site site() throws Exception {
        Site site = Site.start(directory, SandboxOptions.defaults());
        site.configure(EXPORTS);
        return site;
    }

    private static Engine start(Site site) {
        EngineOptions options =
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND);
        return Engine.start(options, Clock.systemUTC()).orElseThrow();
    }

    private static boolean settled(Engine engine) {
        return engine.appContext()
                .ledger()
                .runs()
                .find("nightly-manual")
                .orElseThrow()
                .state()
                .settled();
    }
}
