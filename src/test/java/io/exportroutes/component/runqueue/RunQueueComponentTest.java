package io.exportroutes.component.runqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunPostponed;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.schedule.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes at both ends of a real queue. */
@SuppressWarnings("NullAway.Init")
class RunQueueComponentTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Queue<QueueEntry> taken = new ConcurrentLinkedQueue<>();
    private Ledger ledger;
    private RunQueue queue;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), Clock.systemUTC());
        queue = new RunQueue(ledger.dataSource(), "node", RunQueue.TAKEOVER);
        RunQueueComponent component = new RunQueueComponent();
        component.setQueue(queue);
        camel.addComponent("run-queue", component);
    }

    @AfterEach
    void close() {
        camel.stop();
        queue.close();
        ledger.close();
    }

    @Test
    void aRunThatWasPutThereIsTakenAndItsEntryGoes() throws Exception {
        take(false);
        put("r1", Instant.now());

        awaitTaken(1);
        awaitGone("r1");
    }

    @Test
    void anEntryThatTheRouteKeepsStaysUntilItIsFinished() throws Exception {
        take(true);
        put("r1", Instant.now());

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
        put("r1", Instant.now());
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
        put("r1", Instant.now());
        awaitTaken(1);

        assertThatThrownBy(() -> Objects.requireNonNull(owner.get()).accept(taken.element()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");
    }

    @Test
    void aRunThatIsDueLaterIsNotTaken() throws Exception {
        take(false);
        put("later", Instant.now().plusSeconds(3600));
        put("now", Instant.now());

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
        put("r1", Instant.now());

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

    private int failures() throws SQLException {
        try (Connection connection = ledger.dataSource().getConnection();
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

    private void put(String runId, Instant due) {
        RunRequest request = new RunRequest(runId, "nightly", "manual", due);
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBodyAndHeader("run-queue:runs", request, RunQueueConstants.DUE, due);
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
