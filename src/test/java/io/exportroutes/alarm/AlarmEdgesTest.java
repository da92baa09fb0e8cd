package io.exportroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.alarm.Notifier.Order;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.Alarms.Letter;
import io.exportroutes.ledger.Alarms.Told;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.notification.Notification.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens while an alarm is about to end, or a channel about to be told. */
class AlarmEdgesTest extends AlarmFixture {
    @Test
    void whileARunIsReplayedNobodySaysThatItsAlarmIsOver() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");
        run("nightly", clock.instant());
        live(Duration.ofMinutes(30));
        int heard = told.size();
        assertThat(heard).isPositive();

        String failed = ledger.runs().recent("nightly", 1).get(0).id();
        assertThat(ledger.replays().reopenWithAll(failed, null)).isTrue();
        live(Duration.ofMinutes(30));

        assertThat(ledger.alarms().open())
                .extracting(alarm -> alarm.subject().kind())
                .containsExactly("failing");
        assertThat(told).hasSize(heard);
    }

    @Test
    void noChannelIsToldThatItFailsItself() throws IOException {
        start(NIGHTLY + "  chat: {type: webhook, url: \"https://example.com/chat\"}\n");
        broken.add("ops");
        broken.add("partner");
        live(Duration.ofDays(2));
        assertThat(ledger.alarms().open())
                .extracting(alarm -> alarm.subject().kind())
                .contains("notification-failing");

        clock.step(Duration.ofHours(2));

        assertThat(take().message().items())
                .isNotEmpty()
                .extracting(item -> item.subject().kind())
                .doesNotContain("notification-failing");
    }

    @Test
    void whatAChannelDidNotTakeForThreeDaysIsGivenUp() throws IOException {
        failing();

        notifier.failed(take(), FailureNote.of(FULL));
        assertThat(ledger.alarms().notifications().failing(1000, clock.instant().minusSeconds(1)))
                .isEmpty();

        clock.step(Duration.ofDays(4));
        notifier.failed(take(), FailureNote.of(FULL));
        assertThat(ledger.alarms().notifications().failing(1000, clock.instant().minusSeconds(1)))
                .extracting(given -> given.channel())
                .containsExactly("ops");
    }

    @Test
    void aRepeatHasTheIdOfTheFirstAttempt() throws IOException {
        failing();
        Order first = take();
        notifier.failed(first, FailureNote.of(FULL));

        clock.step(Duration.ofHours(2));

        assertThat(take().message().id()).isEqualTo(first.message().id());
    }

    @Test
    void whatEndedWhileItsBeginningCouldNotBeToldIsToldAsEnded() throws IOException {
        failing();
        Order underWay = take();
        broken.clear();
        run("nightly", clock.instant());
        watch.look();
        notifier.failed(underWay, FailureNote.of(FULL));

        clock.step(Duration.ofMinutes(5));

        assertThat(take().message().items()).singleElement().satisfies(item -> assertThat(item.event())
                .isEqualTo(Event.ENDED));
    }

    @Test
    void aSweepThatFindsNothingNewIsNotOverdue() throws IOException {
        start("""
                jobs:
                  sweep: {project: crm, export: existing, schedule: "@daily"}
                """);
        for (int day = 0; day < 5; day++) {
            clock.step(Duration.ofDays(1));
            String id = "sweep-" + day;
            ledger.runs()
                    .add(new Run(
                            id,
                            new RunOrigin("sweep", "crm", "schedule", clock.instant(), clock.instant()),
                            RunState.EXPORTING,
                            RunProgress.NONE,
                            FailureNote.NONE));
            Unclaimed.of(ledger).runs().settle(id, RunState.SUCCEEDED, null);
            watch.look();
        }

        assertThat(ledger.alarms().recent(9)).isEmpty();

        clock.step(Duration.ofDays(2));
        watch.look();
        assertThat(ledger.alarms().open()).isNotEmpty();
    }

    /** Else a crash would leave an alarm that nobody hears of, or tell of one that is not there. */
    @Test
    void anAlarmAndWhomToTellAreWrittenTogetherOrNotAtAll() {
        assertThatThrownBy(() -> ledger.alarms()
                        .record(
                                List.of(told("a1", "overdue", "began")),
                                List.of(),
                                List.of(told("unknown", "failing", "reminder-1")),
                                List.of()))
                .isInstanceOf(ExportFailure.class);

        clock.step(Duration.ofMinutes(1));
        assertThat(ledger.alarms().open()).isEmpty();
        assertThat(ledger.alarms().notifications().isDue("ops")).isFalse();
    }

    private Told told(String id, String kind, String event) {
        return new Told(
                new Alarm(id, new Subject(kind, "nightly", "archive"), clock.instant(), null, FailureNote.NONE),
                List.of(new Letter("ops", event, clock.instant())));
    }

    /** One night went well, the last run did not arrive at a destination, and the channel is to be told. */
    private void failing() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");
        run("nightly", clock.instant());
        watch.look();
        clock.step(Duration.ofMinutes(2));
    }

    private Order take() {
        return Objects.requireNonNull(notifier.take("ops"));
    }
}
