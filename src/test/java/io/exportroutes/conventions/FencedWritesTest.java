package io.exportroutes.conventions;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.WorkOnARun;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the work on a run writes goes through the ledger of its claim, so that no write can pass the fence by. */
@SuppressWarnings("NullAway.Init")
class FencedWritesTest {
    private static final Path MAIN = Path.of("src/main/java/io/exportroutes");
    private static final Path TESTS = Path.of("src/test/java/io/exportroutes");

    /** What begins a run, or changes one that is settled: nobody has it in hand then, and the SQL asks for that state. */
    private static final Set<String> WITHOUT_A_CLAIM = Set.of(
            "Runs.add(1)",
            "Runs.begin(1)",
            "Runs.discard(1)",
            "Exports.discard(1)",
            "Deliveries.discard(2)",
            "Deliveries.replay(2)",
            "Replays.reopen(3)",
            "Replays.reopenWithAll(2)",
            "Refusals.release(4)",
            "History.forget(2)");

    /** It notes why a settled run is not replayed, which nobody has in hand; a note changes nothing else. */
    private static final String ON_A_SETTLED_RUN = "DeadLetters.java:\\d+ Replays\\.note\\(2\\)";

    /** They write no row of a run, an export or a delivery. */
    private static final Set<String> NOTHING_OF_A_RUN = Set.of("Nodes", "Schedules", "BaseDirectories");

    /** Only {@code ledger} writes these tables, so that no SQL of another package passes the fence by. */
    private static final Pattern SQL =
            Pattern.compile("(?i)\\b(update|insert\\s+into|delete\\s+from)\\s+(runs|exports|deliveries)\\b");

    private static SourceScan main;

    @BeforeAll
    static void read() {
        main = SourceScan.of(SourceScan.files(MAIN));
    }

    @Test
    void theWorkOnARunWritesUnderItsClaim() {
        List<String> found = breaches(main);

        assertThat(found).filteredOn(breach -> breach.matches(ON_A_SETTLED_RUN)).hasSize(1);
        assertThat(found)
                .filteredOn(breach -> !breach.matches(ON_A_SETTLED_RUN))
                .as("write through RunContext.ledger() or Hold.ledger(), at once and not by way of a variable")
                .isEmpty();
    }

    /** Those that the contract of the fence tries with a lost claim are all there are: a new one cannot be forgotten. */
    @Test
    void eachMethodThatWritesOfARunIsTriedWithALostClaim() {
        Set<String> writers = new TreeSet<>(new LedgerWriters(main).open());
        writers.removeIf(name -> NOTHING_OF_A_RUN.contains(name.substring(0, name.indexOf('.'))));
        Set<String> known = new TreeSet<>(WorkOnARun.names());
        known.addAll(WITHOUT_A_CLAIM);

        assertThat(writers)
                .as("a write belongs to WorkOnARun.writes(), or here, with its reason")
                .isEqualTo(known);
        assertThat(WorkOnARun.names()).doesNotContainAnyElementsOf(WITHOUT_A_CLAIM);
    }

    @Test
    void whatIsTriedWithALostClaimIsAllOfWhatAClaimGives() {
        assertThat(WorkOnARun.names().stream()
                        .map(name -> name.substring(0, name.indexOf('.')))
                        .collect(toSet()))
                .isEqualTo(Arrays.stream(ClaimedLedger.class.getRecordComponents())
                        .map(RecordComponent::getType)
                        .map(Class::getSimpleName)
                        .collect(toSet()));
    }

    @Test
    void noOtherPackageWritesTheseTablesItself() throws Exception {
        for (Path source : SourceScan.files(MAIN)) {
            if (!source.startsWith(MAIN.resolve("ledger"))) {
                assertThat(SQL.matcher(Files.readString(source)).find())
                        .as("%s: only io.exportroutes.ledger writes runs, exports and deliveries", source)
                        .isFalse();
            }
        }
    }

    /** The scan sees each way past the fence that somebody may take, and nothing else. */
    @Test
    void aWriteThatPassesTheFenceByIsFound() throws Exception {
        Path planted = TESTS.resolve("conventions/PlantedUnfencedWrites.java");
        List<String> lines = Files.readAllLines(planted);
        List<String> expected = new ArrayList<>();
        for (int line = 1; line <= lines.size(); line++) {
            if (lines.get(line - 1).endsWith("// breach")) {
                expected.add("PlantedUnfencedWrites.java:" + line);
            }
        }

        List<String> found = breaches(SourceScan.of(with(planted)));

        assertThat(expected).hasSize(7);
        assertThat(found)
                .map(breach -> breach.substring(0, breach.indexOf(' ')))
                .isEqualTo(expected);
        assertThat(found.get(0)).endsWith(" Runs.conclude(3)");
        assertThat(found.get(1)).endsWith(" Exports.takeAll(3)");
    }

    @Test
    void aMethodThatWritesBehindHelpersIsFound() {
        Set<String> writers = new LedgerWriters(SourceScan.of(with(TESTS.resolve("ledger/PlantedWrite.java")))).open();

        assertThat(writers).contains("PlantedWrite.forgotten(1)").doesNotContain("PlantedWrite.read(1)");
    }

    private static List<String> breaches(SourceScan scan) {
        return UnfencedCalls.in(scan, new LedgerWriters(scan), WorkOnARun.names());
    }

    private static List<Path> with(Path planted) {
        return Stream.concat(SourceScan.files(MAIN.resolve("ledger")).stream(), Stream.of(planted))
                .toList();
    }
}
