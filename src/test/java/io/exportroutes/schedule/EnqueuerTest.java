package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs into the ledger and on the queue, both or neither. */
class EnqueuerTest extends FiringsFixture {
    @Test
    void moreRunsThanOneTransactionTakesAreAllRecordedAndQueued() {
        List<RunRequest> requests = IntStream.range(0, 1_234)
                .mapToObj(at -> new RunRequest("nightly-" + at, "nightly", "catch-up", MORNING))
                .toList();

        enqueuer().enqueue(requests);
        enqueuer().enqueue(requests);

        assertThat(ledger.runs().recent("nightly", 2_000)).hasSize(1_234);
        assertThat(ledger.runs().unqueued()).isEmpty();
    }

    @Test
    void aTransactionThatFailsKeepsNoOtherFromBeingWritten() throws SQLException {
        List<RunRequest> requests = IntStream.range(0, 1_234)
                .mapToObj(at -> new RunRequest("nightly-" + at, "nightly", "catch-up", MORNING))
                .toList();
        execute("create trigger refuse before insert on runs when new.id = 'nightly-0'"
                + " begin select raise(abort, 'not this one'); end");

        assertThatThrownBy(() -> enqueuer().enqueue(requests)).hasMessageContaining("not this one");

        assertThat(ledger.runs().recent("nightly", 2_000)).hasSize(1_234 - 500);
        execute("drop trigger refuse");
        enqueuer().enqueue(requests);
        assertThat(ledger.runs().recent("nightly", 2_000)).hasSize(1_234);
        assertThat(ledger.runs().unqueued()).isEmpty();
    }

    /** As after a crash between the two: there is nothing in between. */
    @Test
    void aRunThatCannotBePutOnTheQueueIsNotInTheLedgerEither() throws SQLException {
        execute("alter table scheduled_tasks rename to elsewhere");
        RunRequest request = new RunRequest("r1", "nightly", "manual", MORNING);

        assertThatThrownBy(() -> enqueuer().enqueue(request))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("The run queue could not add r1");

        execute("alter table elsewhere rename to scheduled_tasks");
        assertThat(ledger.runs().find("r1")).isEmpty();
        enqueuer().enqueue(request);
        assertThat(queue.contains("r1")).isTrue();
    }

    @Test
    void anUnknownJobAmongSeveralKeepsAllFromBeingQueued() {
        List<RunRequest> requests = List.of(
                new RunRequest("r1", "nightly", "manual", MORNING), new RunRequest("r2", "gone", "manual", MORNING));

        assertThatThrownBy(() -> enqueuer().enqueue(requests)).isInstanceOf(PermanentFailure.class);

        assertThat(ledger.runs().find("r1")).isEmpty();
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }
}
