package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.Alarms.Letter;
import io.exportroutes.ledger.Alarms.Told;
import io.exportroutes.ledger.Notifications.Batch;
import io.exportroutes.ledger.Notifications.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class AlarmsContract extends LedgerContract {
    private static final Subject OVERDUE = new Subject("overdue", "nightly", "archive");
    private static final Subject FAILING = new Subject("failing", "nightly", "archive");
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final FailureNote WHY = new FailureNote("disk_full", "The disk is full", "Make room");

    @Test
    void anAlarmLastsUntilItEnds() {
        Alarm alarm = begin(OVERDUE);

        assertThat(ledger.alarms().open()).containsExactly(alarm);
        clock.advanceSeconds(60);
        end(alarm);

        assertThat(ledger.alarms().open()).isEmpty();
        assertThat(ledger.alarms().recent(9))
                .containsExactly(new Alarm(alarm.id(), OVERDUE, alarm.beganAt(), clock.instant(), FailureNote.NONE));
    }

    @Test
    void theSameIsOpenOnceAndMayBeginAgain() {
        Alarm first = begin(OVERDUE, "ops");
        begin(OVERDUE, "ops");
        begin(FAILING, "ops");
        assertThat(ledger.alarms().open()).extracting(Alarm::subject).containsExactly(FAILING, OVERDUE);

        end(first);
        Alarm again = begin(OVERDUE);

        assertThat(ledger.alarms().open()).extracting(Alarm::id).contains(again.id());
        assertThat(ledger.alarms().recent(9)).hasSize(3);
    }

    @Test
    void whatIsKnownOfAReasonMayChange() {
        Alarm alarm = begin(FAILING);

        ledger.alarms()
                .record(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Alarm(alarm.id(), FAILING, alarm.beganAt(), null, WHY)));

        assertThat(ledger.alarms().open()).extracting(Alarm::reason).containsExactly(WHY);
    }

    @Test
    void aLetterIsTakenOnceItIsDueAndByOne() {
        begin(OVERDUE, "ops");
        assertThat(isDue("ops")).isFalse();
        assertThat(events(claim("ops", "node"))).isEmpty();

        clock.advanceSeconds(60);
        assertThat(isDue("ops")).isTrue();
        assertThat(isDue("chat")).isFalse();
        assertThat(events(claim("ops", "node"))).containsExactly("began");
        assertThat(events(claim("ops", "other"))).isEmpty();
        assertThat(events(claim("ops", "node"))).isEmpty();
    }

    @Test
    void whatBeginsWithinTheWindowIsOneMessage() {
        begin(OVERDUE, "ops");
        clock.advanceSeconds(50);
        begin(FAILING, "ops");
        clock.advanceSeconds(10);

        assertThat(claim("ops", "node").entries())
                .extracting(entry -> entry.alarm().subject())
                .containsExactly(FAILING, OVERDUE);
    }

    @Test
    void whatWasSentIsNotSentAgain() {
        begin(OVERDUE, "ops");
        clock.advanceSeconds(60);

        notifications().sent(claim("ops", "node"));

        clock.advanceSeconds(3600);
        assertThat(isDue("ops")).isFalse();
    }

    @Test
    void whatANodeTookAndNeverReportedAnotherSends() {
        begin(OVERDUE, "ops");
        clock.advanceSeconds(60);
        Batch dead = claim("ops", "node");

        clock.advanceSeconds(301);
        Batch other = claim("ops", "other");
        assertThat(events(other)).containsExactly("began");

        notifications().sent(dead);
        assertThat(other.entries()).hasSize(1);
        notifications()
                .failed(
                        other,
                        WHY,
                        clock.instant().plusSeconds(60),
                        clock.instant().minusSeconds(99_999));
        clock.advanceSeconds(61);
        assertThat(events(claim("ops", "node")))
                .as("the late report changed nothing")
                .containsExactly("began");
    }

    @Test
    void whatFailedWaitsAndGoesWithWhatIsNew() {
        begin(OVERDUE, "ops");
        clock.advanceSeconds(60);
        fail(claim("ops", "node"), 3600);
        assertThat(isDue("ops")).isFalse();

        begin(FAILING, "ops");
        clock.advanceSeconds(60);

        Batch batch = claim("ops", "node");
        assertThat(batch.entries()).extracting(Entry::attempts).containsExactly(1, 2);
        fail(batch, 60);
        clock.advanceSeconds(60);
        assertThat(claim("ops", "node").entries()).extracting(Entry::attempts).containsExactly(2, 3);
    }

    @Test
    void aChannelThatFailsAgainAndAgainIsNamed() {
        begin(OVERDUE, "ops", "chat");
        for (int attempt = 0; attempt < 3; attempt++) {
            clock.advanceSeconds(60);
            assertThat(notifications().failing(3, clock.instant())).isEmpty();
            fail(claim("ops", "node"), 60);
        }

        assertThat(notifications().failing(3, clock.instant()))
                .containsExactly(new Notifications.FailingChannel("ops", WHY));
        clock.advanceSeconds(60);
        notifications().sent(claim("ops", "node"));
        assertThat(notifications().failing(3, clock.instant())).isEmpty();
    }

    @Test
    void whatIsTooOldIsGivenUp() {
        begin(OVERDUE, "ops");
        clock.advanceSeconds(60);
        Batch batch = claim("ops", "node");

        notifications().failed(batch, WHY, clock.instant().plusSeconds(60), clock.instant());

        clock.advanceSeconds(3600);
        assertThat(isDue("ops")).isFalse();
        assertThat(notifications().failing(3, clock.instant().minusSeconds(7200)))
                .hasSize(1);
        assertThat(notifications().failing(3, clock.instant())).isEmpty();
    }

    @Test
    void whoWasNotToldOfTheBeginningIsNotToldOfTheEnd() {
        Alarm alarm = begin(OVERDUE, "ops", "chat");
        clock.advanceSeconds(60);
        notifications().sent(claim("ops", "node"));

        end(alarm, "ops", "chat", "other");
        clock.advanceSeconds(60);

        assertThat(events(claim("ops", "node"))).containsExactly("ended");
        assertThat(isDue("chat")).isFalse();
        assertThat(isDue("other")).isFalse();
    }

    @Test
    void whoIsBeingToldOfTheBeginningIsToldOfTheEnd() {
        Alarm alarm = begin(OVERDUE, "ops");
        clock.advanceSeconds(60);
        Batch begun = claim("ops", "node");

        end(alarm, "ops");
        notifications().sent(begun);
        clock.advanceSeconds(60);

        assertThat(events(claim("ops", "node"))).containsExactly("ended");
    }

    @Test
    void aReminderIsToldOnce() {
        Alarm alarm = begin(OVERDUE);
        remind(alarm, "reminder-1");
        remind(alarm, "reminder-1");
        remind(alarm, "reminder-2");

        assertThat(events(claim("ops", "node"))).containsExactly("reminder-1", "reminder-2");
    }

    @Test
    void ofEightThatFindTheSameOneRecordsIt() throws Exception {
        assertThat(atOnce(() -> {
                    begin(OVERDUE, "ops");
                    return true;
                }))
                .containsOnly(true);

        assertThat(ledger.alarms().open()).hasSize(1);
        clock.advanceSeconds(60);
        List<Integer> taken = atOnce(
                () -> claim("ops", UUID.randomUUID().toString()).entries().size());
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isOne();
    }

    private Alarm begin(Subject subject, String... channels) {
        Alarm alarm = new Alarm(UUID.randomUUID().toString(), subject, clock.instant(), null, FailureNote.NONE);
        ledger.alarms().record(List.of(told(alarm, "began", channels)), List.of(), List.of(), List.of());
        return alarm;
    }

    private void end(Alarm alarm, String... channels) {
        ledger.alarms().record(List.of(), List.of(told(alarm, "ended", channels)), List.of(), List.of());
    }

    @Test
    void whoDidWhatIsThereBeforeItIsDoneAndForGood() {
        AuditEntry.Actor olga = new AuditEntry.Actor("olga", "operator", "password", "127.0.0.1");
        AuditEntry.Act pause = new AuditEntry.Act("pause", "nightly");
        Audit audit = ledger.alarms().audit();
        String first = audit.begin(olga, pause);
        clock.advanceSeconds(1);
        audit.begin(olga, pause);

        audit.end(first, AuditEntry.DONE);

        List<AuditEntry> page = audit.page(null, 9);
        assertThat(page).extracting(AuditEntry::result).containsExactly(AuditEntry.BEGUN, AuditEntry.DONE);
        assertThat(audit.page(page.get(0).id(), 9)).containsExactly(page.get(1));
        assertThat(page.get(1).actor()).isEqualTo(olga);
        assertThat(page.get(1).act()).isEqualTo(pause);
    }

    private void remind(Alarm alarm, String event) {
        Told told = new Told(alarm, List.of(new Letter("ops", event, clock.instant())));
        ledger.alarms().record(List.of(), List.of(), List.of(told), List.of());
    }

    private Told told(Alarm alarm, String event, String... channels) {
        Instant due = clock.instant().plusSeconds(60);
        return new Told(
                alarm,
                List.of(channels).stream()
                        .map(channel -> new Letter(channel, event, due))
                        .toList());
    }

    private boolean isDue(String channel) {
        return notifications().isDue(channel);
    }

    private Batch claim(String channel, String node) {
        return notifications().claim(channel, node, WINDOW, LEASE);
    }

    private void fail(Batch batch, long seconds) {
        notifications()
                .failed(
                        batch,
                        WHY,
                        clock.instant().plusSeconds(seconds),
                        clock.instant().minusSeconds(99_999));
    }

    private static List<String> events(Batch batch) {
        return batch.entries().stream().map(Entry::event).toList();
    }

    private Notifications notifications() {
        return ledger.alarms().notifications();
    }
}
