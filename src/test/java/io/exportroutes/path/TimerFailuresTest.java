package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.zaxxer.hikari.HikariDataSource;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A due time that the ledger cannot take is one line in the log, and is made up for. */
class TimerFailuresTest {
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line);
        }
    };

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        listener.start();
        log.addAppender(listener);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(listener);
    }

    @Test
    void aDueTimeThatTheLedgerCannotTakeIsOneLineAndTheNextTurnMakesUpForIt() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin(
                    "nightly: {project: crm, export: database, schedule: \"* * * * * ?\", overlap: skip,"
                            + " destinations: [mirror]}",
                    Mode.SCHEDULES);
            rename(journey, "schedules", "elsewhere");
            Instant broken = Instant.now();
            lines.clear();

            Awaitility.await().until(() -> lines.stream().anyMatch(TimerFailuresTest::isOfTheScheduleRoute));
            rename(journey, "elsewhere", "schedules");

            Awaitility.await().until(() -> journey.ledger().runs().recent("nightly", 100).stream()
                    .anyMatch(run -> run.state() == RunState.SUCCEEDED
                            && run.origin().scheduledFor().isAfter(broken)));
            assertThat(lines).as("no stack trace").allSatisfy(line -> assertThat(line.getThrowableProxy())
                    .as(line.getFormattedMessage())
                    .isNull());
        }
    }

    @Test
    void aCatchUpThatTheLedgerRefusesLeavesWhatWasMissedForTheNextStart() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin(
                    "nightly: {project: crm, export: schema, schedule: \"0 0 1 1 *\", destinations: [mirror]}",
                    Mode.SCHEDULES);
            execute(journey, "update schedules set seen_until = '2020-01-02T00:00:00.000Z'");
            execute(journey, "create trigger refuse before insert on runs begin insert into nowhere values (1); end");
            journey.stop();

            lines.clear();
            journey.restart(Mode.SCHEDULES);
            Awaitility.await().until(() -> lines.stream()
                    .anyMatch(line -> line.getFormattedMessage().contains("could be queued")));
            execute(journey, "drop trigger refuse");
            journey.stop();
            journey.restart(Mode.SCHEDULES);

            Awaitility.await().until(() -> journey.ledger().runs().recent("nightly", 100).stream()
                    .anyMatch(run -> run.state() == RunState.SUCCEEDED));
        }
    }

    private static boolean isOfTheScheduleRoute(ILoggingEvent line) {
        return line.getFormattedMessage().startsWith("Route schedule failed (ledger_");
    }

    private static void rename(Journey journey, String table, String name) throws SQLException {
        execute(journey, "alter table " + table + " rename to " + name);
    }

    private static void execute(Journey journey, String change) throws SQLException {
        HikariDataSource ledger = (HikariDataSource)
                journey.engine().appContext().ledger().forQueue().dataSource();
        try (Connection connection = ledger.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }
}
