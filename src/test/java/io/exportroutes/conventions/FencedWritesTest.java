package io.exportroutes.conventions;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.WorkOnARun;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "Runs.add(2)",
            "Claims.begin(1)",
            "Runs.discard(1)",
            "Exports.discard(1)",
            "Deliveries.discard(2)",
            // Why a settled run is not replayed; a note changes nothing else
            "Replays.note(2)",
            "Replays.reopen(3)",
            "Replays.reopenWithAll(2)",
            "Replays.release(4)",
            // A copy that is delivered gets another key, which the ledger had before it was written
            "Repairs.begin(1)",
            "Repairs.finish(3)",
            "History.forget(2)");

    /** They write no row of a run, an export or a delivery. */
    private static final Set<String> NOTHING_OF_A_RUN = Set.of(
            "Nodes",
            "Schedules",
            "Expectations",
            "BaseDirectories",
            "Alarms",
            "Notifications",
            "Heartbeats",
            "Audit",
            "Chains",
            "ChainBeginnings",
            "ChainPlaces",
            "Copies",
            "Drifts",
            "Holds",
            "Losses",
            "RetentionMarks",
            "ReadBacks",
            "Rebuild",
            "RebuiltChains",
            "Reloads");

    /** Only {@code ledger} writes these tables, so that no SQL of another package passes the fence by. */
    private static final Pattern SQL =
            Pattern.compile("(?i)\\b(update|insert\\s+into|delete\\s+from)\\s+(runs|exports|deliveries)\\b");

    private static SourceScan main;

    @BeforeAll
    static void read() {
        main = SourceScan.of(SourceScan.files(MAIN));
    }

    /** Whoever writes of the work on a run has its claim: there is no other way to what writes it. */
    @Test
    void onlyAClaimGivesWhatTheWorkOnARunWrites() {
        JavaClasses ledger = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.exportroutes.ledger");
        Set<String> claimed = claimed();

        assertThat(givers(ledger, Set.of("ClaimedLedger"))).containsExactly("Claims.under");
        assertThat(givers(ledger, claimed))
                .containsExactlyInAnyOrder(
                        "ClaimedLedger.runs",
                        "ClaimedLedger.exports",
                        "ClaimedLedger.deliveries",
                        "ClaimedLedger.batches");
        assertThat(ledger.stream().filter(type -> claimed.contains(type.getSimpleName())))
                .hasSize(claimed.size())
                .allSatisfy(type -> assertThat(type.getConstructors())
                        .noneMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC)));
    }

    private static List<String> givers(JavaClasses ledger, Set<String> given) {
        return ledger.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> given.contains(method.getRawReturnType().getSimpleName()))
                .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
                .toList();
    }

    private static Set<String> claimed() {
        return Arrays.stream(ClaimedLedger.class.getRecordComponents())
                .map(RecordComponent::getType)
                .map(Class::getSimpleName)
                .collect(toSet());
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
                .isEqualTo(claimed());
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

    @Test
    void aMethodThatWritesBehindHelpersIsFound() {
        Set<String> writers = new LedgerWriters(SourceScan.of(with(TESTS.resolve("ledger/PlantedWrite.java")))).open();

        assertThat(writers).contains("PlantedWrite.forgotten(1)").doesNotContain("PlantedWrite.read(1)");
    }

    private static List<Path> with(Path planted) {
        return Stream.concat(SourceScan.files(MAIN.resolve("ledger")).stream(), Stream.of(planted))
                .toList();
    }
}
