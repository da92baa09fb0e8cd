package io.exportroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.Redactor;
import io.exportroutes.route.FailureReader;
import io.exportroutes.route.NotificationSender;
import io.exportroutes.run.Outcomes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A channel that takes nothing is seen in the metrics, not only by whoever misses its messages. */
class FailedNotificationsTest extends AlarmFixture {
    @Test
    void eachAttemptThatFailsIsCounted() throws IOException {
        start("""
                jobs:
                  nightly: {project: crm, export: database, schedule: "30 2 * * *"}
                notifications:
                  ops: {type: webhook, url: "https://example.com/hook"}
                """);
        broken.add("partner");
        broken.add("ops");
        live(Duration.ofHours(20));
        Outcomes outcomes = new Outcomes();
        NotificationSender sender =
                new NotificationSender(notifier, new FailureReader(config, Redactor.of(config), clock), outcomes);

        clock.step(Duration.ofDays(1));
        sender.failed(sender.take("ops"), "notify-ops", FULL);

        assertThat(outcomes.failedNotifications()).isEqualTo(1);
        assertThat(ledger.alarms().notifications().failing(1, clock.instant()))
                .extracting(failing -> failing.channel())
                .containsExactly("ops");

        sender.failed(sender.take("ops"), "notify-ops", FULL);
        assertThat(outcomes.failedNotifications())
                .as("there was nothing to tell: it was the ledger that failed")
                .isEqualTo(1);
    }
}
