package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Csv;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies at a bucket, an SFTP server and a folder after a run of a job, and after a sweep that found two exports more. */
@SuppressWarnings("NullAway.Init")
class ArchiveCommandTest {
    private static final ZoneId ZONE = ZoneId.of("Pacific/Auckland");

    @TempDir
    private static Path directory;

    private static Site site;
    private static JsonNode nightly;

    @TempDir
    private Path target;

    @BeforeAll
    static void archive() throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, file-name: crm, time-zone: %s, destinations: [archive, partner, mirror, ops]}
                  sweep: {project: crm, export: existing, destinations: [mirror]}
                """.formatted(ZONE));
        nightly = run("once", "nightly", "--output", "json").json().at("/runs/0");
        site.sandbox().addExports(PlantedExport.table("crm", "contacts", Csv.of("contacts")), 2);
        assertThat(run("once", "sweep").status()).isZero();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    private static String exportId() {
        return nightly.path("exportId").asText();
    }

    private static String sha256() {
        return nightly.at("/artifacts/0/sha256").asText();
    }

    private static Path inMirror() throws IOException {
        try (Stream<Path> files = Files.walk(site.mirror())) {
            return files.filter(file -> file.toString().contains(exportId()))
                    .filter(file -> !file.toString().endsWith(Sidecar.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void eachCopyIsListedWhereItIs() {
        Bench.Outcome list = run("archive", "list", "nightly");

        assertThat(list.status()).isZero();
        assertThat(list.out().lines().skip(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains(exportId(), "+1"))
                .anySatisfy(line -> assertThat(line).contains("ops (write-only)"));
    }

    @Test
    void theSidecarsTellTheSameAsTheLedger() throws IOException {
        JsonNode byLedger = run("archive", "list", "--output", "json").json().path("copies");
        JsonNode bySidecars =
                run("archive", "list", "--no-ledger", "--output", "json").json().path("copies");

        assertThat(bySidecars).hasSize(5);
        assertThat(byLedger)
                .filteredOn(copy -> copy.path("readable").asBoolean())
                .containsExactlyElementsOf(bySidecars);
        Bench.Outcome unseen = run("archive", "list", "--no-ledger");
        assertThat(unseen.status()).as("its bucket was never made").isEqualTo(3);
        assertThat(unseen.err()).contains("vault could not be looked at", "NoSuchBucket");
    }

    @Test
    void aDayIsThatOfTheJob() {
        Instant now = Instant.parse(run("archive", "list", "nightly", "--output", "json")
                .json()
                .at("/copies/0/copy/of/scheduledFor")
                .asText());
        LocalDate day = now.atZone(ZONE).toLocalDate();

        assertThat(run("archive", "list", "nightly", "--date", day.toString()).out())
                .contains(exportId());
        assertThat(run("archive", "list", "nightly@" + day.minusDays(1)).out()).contains("There are no such copies.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "partner", "mirror"})
    void anArtifactComesBackFromEachDestination(String from) throws Exception {
        Bench.Outcome fetched =
                run("archive", "fetch", "nightly", "--from", from, "--to", target + "/", "--output", "json");

        assertThat(fetched.err()).isEmpty();
        assertThat(fetched.json().at("/copy/destination").asText()).isEqualTo(from);
        assertThat(fetched.json().at("/copy/artifact/sha256").asText()).isEqualTo(sha256());
        assertThat(Path.of(fetched.json().path("file").asText()))
                .isEqualTo(target.resolve("crm.json"))
                .hasSameBinaryContentAs(inMirror());
    }

    @Test
    void withoutALedgerTheSidecarsAreEnough() throws IOException {
        Path elsewhere = target.resolve("state");
        Bench.Outcome fetched = Bench.plain(
                "archive",
                "fetch",
                exportId(),
                "--no-ledger",
                "--from",
                "archive",
                "--to",
                target + "/back",
                "--config",
                site.config().toString(),
                "--state",
                elsewhere.toString());

        assertThat(fetched.out()).contains("Fetched " + target.resolve("back"), sha256(), "from     archive");
        assertThat(target.resolve("back")).hasSameBinaryContentAs(inMirror());
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void aBadCopyIsNamedAndTheNextOneIsTaken() throws IOException {
        byte[] whole = Files.readAllBytes(inMirror());
        byte[] flipped = whole.clone();
        flipped[flipped.length / 2] ^= 1;
        try {
            Files.write(inMirror(), flipped);

            Bench.Outcome fetched = run("archive", "fetch", "nightly", "--to", target + "/");
            assertThat(fetched.status()).as(fetched.err()).isZero();
            assertThat(fetched.err()).contains(exportId() + "@mirror", "is not what was delivered", "left as it is");
            assertThat(target.resolve("crm.json")).hasBinaryContent(whole);

            Bench.Outcome alone = run("archive", "fetch", "nightly", "--from", "mirror", "--to", target + "/bad");
            assertThat(alone.status()).isEqualTo(1);
            assertThat(alone.err()).contains("No copy of this artifact could be read as it was delivered");
            assertThat(target).isDirectoryNotContaining(file -> !file.endsWith("crm.json"));

            assertThat(run("archive", "verify", "nightly").out())
                    .contains("3 copies there with the size that was delivered (not read");
            Bench.Outcome full = run("archive", "verify", "nightly", "--full");
            assertThat(full.status()).isEqualTo(1);
            assertThat(full.out())
                    .containsPattern("DIFFERENT .*" + exportId() + "@mirror")
                    .contains("2 copies read in full and as delivered", "1 different", "1 write-only");
            assertThat(inMirror()).as("evidence").hasBinaryContent(flipped);
        } finally {
            Files.write(inMirror(), whole);
        }
    }

    @Test
    void whatIsShorterOrGoneIsSaidWithoutReading() throws IOException {
        byte[] whole = Files.readAllBytes(inMirror());
        Path mirrored = inMirror();
        try {
            Files.write(mirrored, new byte[] {1, 2});
            assertThat(run("archive", "verify", "nightly").out()).containsPattern("TRUNCATED .*it has 2 bytes for");
            assertThat(run("archive", "list", "nightly", "--no-ledger").err())
                    .contains("has 2 bytes, and its sidecar says " + whole.length);
            Files.delete(mirrored);
            assertThat(run("archive", "verify", "nightly").out()).contains("MISSING");
            assertThat(run("archive", "list", "nightly", "--no-ledger").err())
                    .contains("there is no artifact beside 1 of the sidecars");
        } finally {
            Files.write(mirrored, whole);
        }
    }

    @Test
    void aSidecarThatIsNoneIsNamedAndNothingIsBelievedOfIt() throws IOException {
        Path sidecar = Path.of(inMirror() + Sidecar.SUFFIX);
        String said = Files.readString(sidecar);
        try {
            Edit.file(sidecar, "\"size\"", "\"sizes\"");
            Bench.Outcome list = run("archive", "list", "nightly", "--no-ledger", "--output", "json");
            assertThat(list.err()).contains("What lies at mirror", "is no sidecar of this program");
            assertThat(list.json().path("copies"))
                    .extracting(copy -> copy.at("/copy/destination").asText())
                    .containsExactly("archive", "partner");
        } finally {
            Files.writeString(sidecar, said);
        }
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenToldTo() throws IOException {
        Path there = Files.writeString(target.resolve("crm.json"), "mine");

        Bench.Outcome refused = run("archive", "fetch", "nightly", "--to", target.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("is there already", "--force");
        assertThat(there).hasContent("mine");

        assertThat(run("archive", "fetch", "nightly", "--to", target.toString(), "--force")
                        .status())
                .isZero();
        assertThat(there).hasSameBinaryContentAs(inMirror());
    }

    @ParameterizedTest
    @CsvSource({
        "nightl, 4, There is no copy of nightl",
        "nightly@1999-01-01, 4, There is no copy of nightly of that time",
        "nightly@yesterday, 2, is no date and no time",
        "sweep, 5, 2 exports fit sweep"
    })
    void whatCannotBeMeantIsSaid(String what, int status, String said) {
        Bench.Outcome fetched = run("archive", "fetch", what, "--to", target.toString());

        assertThat(fetched.status()).isEqualTo(status);
        assertThat(fetched.err()).contains(said);
        assertThat(target).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"ops, The destination ops is write-only", "archve, Did you mean archive?"})
    void aDestinationThatCannotBeReadSaysSo(String from, String said) {
        Bench.Outcome fetched = run("archive", "fetch", "nightly", "--from", from, "--to", target.toString());

        assertThat(fetched.status()).isEqualTo(2);
        assertThat(fetched.err()).contains(said);
    }
}
