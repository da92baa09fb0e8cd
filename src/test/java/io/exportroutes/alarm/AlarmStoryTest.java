package io.exportroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Head;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.Chains;
import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Event;
import io.exportroutes.notification.Notification.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is alarming leads to the right alarm in the right time, and what is well to none. */
class AlarmStoryTest extends AlarmFixture {
    @Test
    void aFirstStartAndManyGoodNightsTellNothing() throws IOException {
        start(NIGHTLY);

        live(Duration.ofDays(3));

        assertThat(told).isEmpty();
        assertThat(ledger.alarms().recent(9)).isEmpty();
    }

    /** Both changes of the clock are among the days, and a job whose hour one of them omits. */
    @Test
    void fourHundredDaysOfAllWellTellNothing() throws IOException {
        tick = Duration.ofHours(3);
        start("""
                jobs:
                  nightly: {project: crm, export: database, schedule: "30 2 * * *"}
                  often: {project: crm, export: schema, schedule: "15 */6 * * *", time-zone: America/New_York}
                  weekly: {project: crm, export: schema, schedule: "@weekly", expect-within: 8d}
                notifications:
                  ops: {type: webhook, url: "https://example.com/hook"}
                """);

        live(Duration.ofDays(400));

        assertThat(told).isEmpty();
        assertThat(ledger.alarms().recent(9)).isEmpty();
    }

    @Test
    void aDestinationThatIsFullIsFailingAtOnceOverdueInTimeAndThenWell() throws Exception {
        start(NIGHTLY);
        Chains chains = beginChain("nightly");
        live(Duration.ofDays(1)); // a good night: 1 February
        broken.add("partner");

        live(Duration.ofHours(15)); // until 04:00 in Berlin on the 2nd

        assertThat(told).hasSize(1);
        Item failing = item(told.get(0));
        assertPartnerIsFull(failing, chains.head("nightly").orElseThrow());
        assertThat(Duration.between(
                        Instant.parse("2026-02-02T01:30:00Z"), told.get(0).at()))
                .isLessThanOrEqualTo(Duration.ofMinutes(20));

        live(Duration.ofHours(3)); // due at 05:00: two and a half hours after the firing
        assertThat(told).hasSize(2);
        assertThat(item(told.get(1)).headline())
                .isEqualTo("nightly is overdue at partner since 2026-02-02 05:00 +01:00");

        broken.clear();
        live(Duration.ofHours(20));
        assertThat(told).hasSize(3);
        assertRecoveredTogether(told.get(2));
    }

    private static void assertPartnerIsFull(Item failing, Head head) {
        assertThat(failing.subject()).isEqualTo(new Notification.Subject("failing", "nightly", "partner"));
        assertThat(failing.headline()).isEqualTo("nightly failed at partner");
        assertThat(facts(failing))
                .contains(
                        "Last good copy at partner: of 2026-02-01 02:30 +01:00, 7B, partner:exp_nightly-0",
                        "Reason: The disk of partner is full (disk_full)",
                        "What to do: Make room on it",
                        "Chain of custody: head " + head);
    }

    private void assertRecoveredTogether(Notification notification) {
        assertThat(notification.title()).isEqualTo("2 recoveries");
        assertThat(notification.items())
                .allSatisfy(item -> assertThat(item.event()).isEqualTo(Event.ENDED));
        assertThat(notification.items().get(0).headline()).startsWith("nightly at partner is well again after ");
        assertThat(ledger.alarms().open()).isEmpty();
    }

    @Test
    void aJobThatNeverSucceedsIsOverdueAfterItsFirstFiring() throws IOException {
        broken.addAll(List.of("archive", "partner"));
        start(NIGHTLY);

        live(Duration.ofHours(20));

        assertThat(told).hasSize(2);
        assertThat(told.get(1).items())
                .extracting(item -> item.subject().toString())
                .hasSize(2)
                .allMatch(subject -> subject.contains("overdue"));
        assertThat(facts(told.get(1).items().get(0))).contains("Last good copy at archive: none yet");
    }

    @Test
    void aProcessThatWasDeadTellsAtItsStartWhatIsMissingAndSoonThatItIsThere() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        kill();
        live(Duration.ofDays(3));
        assertThat(told).as("the dead tell nothing: that is for the heartbeat").isEmpty();

        start(NIGHTLY);
        live(Duration.ofMinutes(30));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).items())
                .extracting(item -> item.subject().kind())
                .containsOnly("overdue");
        live(Duration.ofDays(1));
        assertThat(told).hasSize(2);
        assertThat(told.get(1).isBad()).isFalse();
    }

    @Test
    void aPauseThatSomebodyForgotIsToldOnceACopyIsMissing() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        ledger.schedules().pause("nightly", clock.instant());

        live(Duration.ofHours(15));
        assertThat(told).isEmpty();
        live(Duration.ofHours(3));

        assertThat(told).hasSize(1);
        assertThat(item(told.get(0)).headline()).isEqualTo("nightly is paused, and a copy is missing");
        assertThat(facts(item(told.get(0))))
                .contains("What to do: Resume it: export-routes resume nightly")
                .anyMatch(fact -> fact.startsWith("Next run: none: paused since 2026-02-01 13:00 +01:00"));

        ledger.schedules().resume("nightly", clock.instant());
        live(Duration.ofHours(30));
        assertThat(told).hasSize(2);
        assertThat(told.get(1).isBad()).isFalse();
    }

    @Test
    void whatLastsIsToldAgainEachDay() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");

        live(Duration.ofDays(4));

        assertThat(told.stream()
                        .flatMap(message -> message.items().stream())
                        .filter(item -> item.subject().kind().equals("failing"))
                        .map(Item::event))
                .containsExactly(Event.BEGAN, Event.LASTS, Event.LASTS, Event.LASTS);
    }

    @Test
    void aRestartTellsNothingTwice() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");
        live(Duration.ofHours(15));
        assertThat(told).hasSize(1);

        start(NIGHTLY);
        live(Duration.ofMinutes(30));

        assertThat(told).hasSize(1);
    }

    @Test
    void aNewScheduleAndANewDestinationAreNotOverdueAtOnce() throws IOException {
        start("""
                jobs:
                  nightly: {project: crm, export: database, schedule: "30 2 1 * *", destinations: [archive]}
                notifications:
                  ops: {type: webhook, url: "https://example.com/hook"}
                """);
        live(Duration.ofDays(20));

        start(NIGHTLY);
        live(Duration.ofDays(2));

        assertThat(told).isEmpty();
    }

    @Test
    void aJobThatIsGoneFromExportsYamlIsNoLongerAlarming() throws IOException {
        start(NIGHTLY);
        broken.add("partner");
        live(Duration.ofHours(20));
        int before = told.size();

        start(NIGHTLY.replace("nightly", "daily"));
        live(Duration.ofMinutes(30));

        assertThat(ledger.alarms().open()).isEmpty();
        assertThat(told).hasSize(before);
    }

    @Test
    void duringQuietHoursOnlyWhatIsExceptedIsTold() throws IOException {
        start(NIGHTLY.replace("hook\"", "hook\", quiet: \"22:00-06:00 except overdue\""));
        live(Duration.ofDays(1));
        broken.add("partner");

        live(Duration.ofHours(16).plusMinutes(30)); // 05:30 in Berlin

        assertThat(told).hasSize(1);
        assertThat(item(told.get(0)).subject().kind()).isEqualTo("overdue");
        live(Duration.ofHours(1));
        assertThat(told).hasSize(2);
        assertThat(item(told.get(1)).subject().kind()).isEqualTo("failing");
        assertThat(told.get(1).at()).isAfterOrEqualTo(Instant.parse("2026-02-02T05:00:00Z"));
    }

    @Test
    void aChannelThatFailsIsAnAlarmForTheOthers() throws IOException {
        start(NIGHTLY + "  chat: {type: webhook, url: \"https://example.com/chat\"}\n");
        broken.add("ops");
        live(Duration.ofDays(1));
        broken.add("partner");

        live(Duration.ofHours(20));

        assertThat(told.stream().flatMap(message -> message.items().stream()))
                .extracting(item -> item.subject().kind())
                .contains("notification-failing");
        broken.remove("ops");
        live(Duration.ofHours(2));
        assertThat(ledger.alarms().open())
                .extracting(alarm -> alarm.subject().kind())
                .doesNotContain("notification-failing");
    }

    @Test
    void anAlarmThatIsOverBeforeAnybodyHeardOfItIsKeptInTheLedgerAlone() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");
        run("nightly", clock.instant());
        watch.look();
        broken.clear();
        run("nightly", clock.instant());
        watch.look();

        live(Duration.ofMinutes(30));

        assertThat(told).isEmpty();
        assertThat(ledger.alarms().recent(9)).hasSize(1).allSatisfy(alarm -> assertThat(alarm.endedAt())
                .isNotNull());
    }

    @Test
    void twoNodesThatSeeTheSameTellItOnce() throws IOException {
        start(NIGHTLY);
        live(Duration.ofDays(1));
        broken.add("partner");
        run("nightly", clock.instant());

        watch.look();
        new AlarmWatch(config, ledger, clock).look();
        clock.step(Duration.ofMinutes(2));
        Notifier other = new Notifier(config, ledger, clock, "other");

        assertThat(notifier.take("ops")).isNotNull();
        assertThat(other.take("ops")).isNull();
        assertThat(ledger.alarms().open()).extracting(Alarm::subject).hasSize(1);
    }

    private static Item item(Notification message) {
        assertThat(message.items()).hasSize(1);
        return message.items().get(0);
    }

    private static List<String> facts(Item item) {
        return item.facts().stream()
                .map(fact -> fact.label() + ": " + fact.text())
                .toList();
    }
}
