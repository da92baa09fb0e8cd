package io.exportroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.SchemaDrift;
import io.exportroutes.notification.Notification;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a schema lost has happened: nobody is reminded of it, and nothing recovers. */
class DriftAlarmTest extends AlarmFixture {
    private static final String CHANNEL = """
            jobs:
              nightly: {project: crm, export: schema, schedule: "30 2 * * *"}
            notifications:
              ops: {type: webhook, url: "https://example.com/hook", remind-every: 2h}
            """;

    @Test
    void aLossIsToldOnceAndAnotherOneAsWell() throws IOException {
        start(CHANNEL);
        live(Duration.ofDays(1));
        lose(0, "column-removed contacts fax");
        live(Duration.ofHours(1));
        lose(1, "column-removed contacts fax");
        live(Duration.ofHours(5));
        assertThat(headlines()).containsExactly("The schema of nightly lost something");

        lose(2, "table-removed deals");
        live(Duration.ofHours(20));
        assertThat(headlines()).hasSize(2);
        assertThat(facts(told.get(1))).contains("table-removed deals").contains("column-removed contacts fax");

        live(Duration.ofDays(2));
        assertThat(ledger.alarms().open()).isEmpty();
        assertThat(headlines()).hasSize(2);
    }

    private void lose(int run, String what) {
        ledger.deliveries()
                .copies()
                .drifts()
                .record(new SchemaDrift(
                        export(run), null, "nightly", clock.instant(), new SchemaDrift.Found(1, 0, 0, what, what)));
    }

    /** A further export of the day. */
    private String export(int run) {
        return "exp_" + run("nightly", clock.instant().plusSeconds(run));
    }

    private List<String> headlines() {
        return told.stream()
                .flatMap(message -> message.items().stream())
                .map(Notification.Item::headline)
                .toList();
    }

    private static String facts(Notification message) {
        return message.items().get(0).facts().toString();
    }
}
