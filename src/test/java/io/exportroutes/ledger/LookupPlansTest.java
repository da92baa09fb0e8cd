package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No lookup reads the whole history: SQLite's own word on each statement, as its driver plans it. */
class LookupPlansTest {
    private static final Pattern WHOLE = Pattern.compile(
            "SCAN (runs|exports|deliveries|other|good|expectations|pauses|alarms|audit|copy_reads|read_backs|repairs)\\b.*");
    /** An index of few rows. */
    private static final Pattern FEW = Pattern.compile(
            "SCAN \\w+ USING (COVERING )?INDEX (runs_failed|runs_unfinished|exports_dead|deliveries_dead|alarms_open)");
    /** An index that is read in the order of a list that has a limit. */
    private static final Pattern NEWEST = Pattern.compile("SCAN \\w+ USING INDEX (runs|alarms|audit)_by_age");

    /** One of a list has a dot in its name, which SQLite does not read. */
    private static final Pattern PARAMETER = Pattern.compile(":\\w[\\w.]*");

    @TempDir
    private Path folder;

    @Test
    void noLookupReadsAWholeTable() throws Exception {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), Clock.systemUTC())) {
            ledger.runs().add(Samples.run("r1"));

            Set<String> statements = statements(() -> {
                look(ledger);
                lookForPages(ledger);
            });

            assertThat(statements).hasSizeGreaterThan(15);
            for (String statement : statements) {
                assertThat(plan(ledger, statement))
                        .as(statement)
                        .noneMatch(line -> readsAll(line, statement.contains(" limit ")));
            }
        }
    }

    private static boolean readsAll(String line, boolean limited) {
        boolean newest = limited && NEWEST.matcher(line).matches();
        return WHOLE.matcher(line).matches() && !FEW.matcher(line).matches() && !newest;
    }

    /** What a command, a firing, or the work on one run looks for. */
    private static void look(Ledger ledger) {
        ledger.runs().recent(null, 5);
        ledger.runs().recent("nightly", 1);
        ledger.runs().failed();
        ledger.runs().busy(List.of("nightly", "hourly"));
        ledger.runs().unqueued();
        ledger.runs().isOpen("r1");
        ledger.exports().ofRun("r1");
        ledger.exports().find("exp_1");
        ledger.exports().failed();
        ledger.exports().failed("r1");
        ledger.exports().refused();
        ledger.exports().refused("r1");
        ledger.exports().lastGood("nightly", "database_export");
        ledger.deliveries().ofRun("r1");
        ledger.deliveries().ofExport("exp_1");
        ledger.deliveries().dead();
        ledger.deliveries().dead("r1");
        ledger.summaries().tally("r1");
        ledger.summaries().deadLetters();
        ledger.summaries().small("r1", 1);
        ledger.summaries().openByDestination("r1");
        ledger.summaries().due("r1", (export, destination) -> true);
        ledger.schedules().paused();
    }

    private static void lookForPages(Ledger ledger) {
        ledger.summaries().deadLetterPages().page(null, 5);
        ledger.summaries().deadLetterPages().page("r1", 5);
        ledger.summaries().parts().exports("r1", null, 5);
        ledger.summaries().parts().exports("r1", "exp_1", 5);
        ledger.summaries().parts().sums("r1", List.of("archive", "mirror"));
        ledger.summaries().pages().page(new RunPages.Filter(null, null, null), 5);
        ledger.summaries().pages().page(new RunPages.Filter("nightly", null, "r1"), 5);
        ledger.summaries().pages().counts(List.of("r1"));
        ledger.summaries().pages().sizes(List.of("r1"));
        ledger.summaries().pages().last(List.of("nightly"), 5);
        ledger.summaries().pages().live(Samples.NIGHT);
        ledger.deliveries().ofExports(List.of("exp_1"));
        lookForReadBacks(ledger.deliveries().copies());
        ledger.schedules().of(List.of("nightly"));
        ledger.schedules().expectations().since(List.of("nightly"));
        ledger.schedules().expectations().pauses(List.of("nightly"));
        ledger.alarms().open();
        ledger.alarms().recent(5);
        ledger.alarms().audit().page(null, 5);
    }

    private static void lookForReadBacks(Copies copies) {
        copies.readBacks().latest(List.of("exp_1"));
        copies.readBacks().bytes("archive", Samples.NIGHT);
        copies.readBacks().since(Samples.NIGHT, Samples.NIGHT);
        copies.repairs().open("exp_1", "archive");
        copies.repairs().since(Samples.NIGHT, Samples.NIGHT);
    }

    private static List<String> plan(Ledger ledger, String statement) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement explain = connection.createStatement();
                ResultSet rows = explain.executeQuery(
                        "explain query plan " + PARAMETER.matcher(statement).replaceAll("?"))) {
            while (rows.next()) {
                lines.add(rows.getString("detail"));
            }
        }
        return lines;
    }

    /** The statements that the work sends, as the ledger's library reports them. */
    private Set<String> statements(Runnable work) throws IOException {
        Path file = folder.resolve("statements.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdbi.statement").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        Set<String> statements = new LinkedHashSet<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("jdbi.statement")) {
                statements.add(event.getString("sql"));
            }
        }
        return statements;
    }
}
