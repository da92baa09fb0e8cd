package io.exportroutes.component.runqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunPostponed;
import io.exportroutes.schedule.FiringsFixture;
import io.exportroutes.schedule.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes at both ends of a real queue. */
@SuppressWarnings("NullAway.Init")
class RunQueueComponentTest extends FiringsFixture {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Queue<QueueEntry> taken = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void addComponent() {
        RunQueueComponent component = new RunQueueComponent();
        component.setQueue(queue);
        component.setEnqueuer(enqueuer());
        camel.addComponent("run-queue", component);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aRunThatWasPutThereIsTakenAndItsEntryGoes() throws Exception {
        take(false);
        put("r1");

        awaitTaken(1);
        awaitGone("r1");
    }

    @Test
    void anEntryThatTheRouteKeepsStaysUntilItIsFinished() throws Exception {
        take(true);
        put("r1");

        awaitTaken(1);
        assertThat(queue.contains("r1")).isTrue();
        queue.finish(taken.element());
        awaitGone("r1");
    }

    @Test
    void anEntryThatWasKeptIsTakenWheneverItsOwnerSaysSo() throws Exception {
        AtomicReference<Consumer<QueueEntry>> owner = new AtomicReference<>();
        camel.getComponent("run-queue", RunQueueComponent.class).setKeptRuns(owner::set);
        Queue<QueueEntry> again = new ConcurrentLinkedQueue<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("run-queue:runs?kept=true")
                        .process(exchange -> again.add(exchange.getMessage().getMandatoryBody(QueueEntry.class)));
            }
        });
        take(true);
        put("r1");
        awaitTaken(1);

        Objects.requireNonNull(owner.get()).accept(taken.element());
        Objects.requireNonNull(owner.get()).accept(taken.element());

        assertThat(again).containsExactly(taken.element(), taken.element());
        camel.stop();
        Objects.requireNonNull(owner.get()).accept(taken.element());
        assertThat(again).as("nothing once the route has stopped").hasSize(2);
        assertThat(queue.contains("r1")).isTrue();
    }

    @Test
    void theOwnerOfAKeptEntryGetsTheRoutesFailure() throws Exception {
        AtomicReference<Consumer<QueueEntry>> owner = new AtomicReference<>();
        camel.getComponent("run-queue", RunQueueComponent.class).setKeptRuns(owner::set);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("run-queue:runs?kept=true").errorHandler(noErrorHandler()).process(exchange -> {
                    throw new IllegalStateException("no room");
                });
            }
        });
        take(true);
        put("r1");
        awaitTaken(1);

        assertThatThrownBy(() -> Objects.requireNonNull(owner.get()).accept(taken.element()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");
    }

    @Test
    void theRunsOfAListAreAllTakenAndInTheLedger() throws Exception {
        take(false);
        send(List.of(
                new RunRequest("r1", "nightly", "manual", clock.instant()),
                new RunRequest("r2", "nightly", "manual", clock.instant())));

        awaitTaken(2);
        assertThat(ledger.runs().find("r1")).isPresent();
        assertThat(ledger.runs().find("r2")).isPresent();
    }

    @Test
    void aRunThatIsDueLaterIsNotTaken() throws Exception {
        take(false);
        queue.enqueue("later", Instant.now().plusSeconds(3600));
        put("now");

        awaitTaken(1);
        assertThat(taken).extracting(QueueEntry::runId).containsExactly("now");
    }

    /** A bean's exception in an expression reaches the queue in another of Camel's: it would count as a failure of the run. */
    @Test
    void aRunThatWaitsForItsTurnHasNotFailedThoughAnExpressionSaidSo() throws Exception {
        Queue<Integer> failures = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("turns", new Turns());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("run-queue:runs").filter(method("turns", "itsTurn")).process(exchange -> failures.add(failures()));
            }
        });
        camel.start();
        put("r1");

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !failures.isEmpty());
        assertThat(failures).containsExactly(0);
    }

    /** Not at the first asking. */
    public static final class Turns {
        private boolean asked;

        public synchronized boolean itsTurn(QueueEntry entry) {
            if (!asked) {
                asked = true;
                throw new RunPostponed(entry.runId(), "another");
            }
            return true;
        }
    }

    /** Workers that began a second time would be too many, and would go on when the routes have stopped, as after a reload. */
    @Test
    void aRouteThatIsAddedLaterBeginsNothingAgain() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("run-queue:runs?workers=1").process(exchange -> {
                    taken.add(exchange.getMessage().getMandatoryBody(QueueEntry.class));
                    over.await();
                });
            }
        });
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:later").to("log:later");
            }
        });

        put("r1");
        put("r2");

        Awaitility.await().until(() -> !taken.isEmpty());
        try {
            Awaitility.await().during(Duration.ofSeconds(1)).until(() -> taken.size() == 1);
        } finally {
            over.countDown();
        }
        awaitTaken(2);
    }

    private int failures() throws SQLException {
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                ResultSet rows =
                        connection.createStatement().executeQuery("select consecutive_failures from scheduled_tasks")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private void take(boolean keep) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("run-queue:runs?workers=1")
                        .process(exchange -> taken.add(exchange.getMessage().getMandatoryBody(QueueEntry.class)))
                        .setHeader(RunQueueConstants.ENTRY_KEPT, constant(keep));
            }
        });
        camel.start();
    }

    private void put(String runId) {
        send(new RunRequest(runId, "nightly", "manual", clock.instant()));
    }

    private void send(Object body) {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody("run-queue:runs", body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTaken(int entries) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> taken.size() == entries);
    }

    private void awaitGone(String runId) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !queue.contains(runId));
    }
}
