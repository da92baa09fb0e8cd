package io.exportroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Tool;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import jakarta.mail.Multipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program writes to the chains, looked at with the tools of a stranger. */
@SuppressWarnings("NullAway.Init")
class ChainOfCustodyTest {
    @TempDir
    private Path directory;

    private Site site;
    private Path key;

    @BeforeEach
    void configure() throws Exception {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, destinations: [archive, mirror]}
                """);
        key = Keys.file(directory, "Ed25519");
        Edit.file(
                site.config().resolve("exports.yaml"),
                "version: 1",
                "version: 1\ncustody: {signing-key-file: " + key + ", signer: exports@example.com}");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    private Path chain() {
        return site.mirror().resolve("_custody/nightly");
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(chain())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void runOnce() {
        Bench.Outcome outcome = run("once", "nightly");
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    private void assertVerifies(Path folder, int entries) throws Exception {
        Tool said = Tool.verifyPy(folder, "--full", "--all", ".", "nightly");
        assertThat(said.output()).contains("authentic  yes", "complete   yes");
        assertThat(said.status()).as(said.output()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("_custody/nightly"))) {
            assertThat(files).hasSize(2 * entries);
        }
    }

    @Test
    void eachArtifactIsAnEntryThatIsItsSidecar() throws Exception {
        Edit.file(site.config().resolve("exports.yaml"), "[archive, mirror]", "[archive, mirror, ops]");
        runOnce();

        assertThat(entries())
                .containsExactly("00000001.json", "00000001.json.sig", "00000002.json", "00000002.json.sig");
        Path sidecar;
        try (Stream<Path> files = Files.walk(site.mirror())) {
            sidecar = files.filter(file -> file.toString().endsWith(Sidecar.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(sidecar).hasSameBinaryContentAs(chain().resolve("00000002.json"));
        assertVerifies(site.mirror(), 2);
        String head =
                run("custody", "--output", "json").json().at("/chains/0/head").asText();
        assertThat(((Multipart) site.smtp().received().get(0).getContent())
                        .getBodyPart(0)
                        .getContent()
                        .toString())
                .contains("Chain    " + head);
        whoeverCanWriteThereIsFound(head);
    }

    /** What an attacker does to one destination, and what is said of it. */
    private void whoeverCanWriteThereIsFound(String head) throws Exception {
        assertVerify(0, "authentic, and complete up to its head");
        Path entry = chain().resolve("00000002.json");
        byte[] before = Files.readAllBytes(entry);

        Files.writeString(entry, new String(before, UTF_8).replace("\"stored\"", "\"Stored\""));
        assertVerify(1, "00000002.json: its signature does not fit its bytes");
        assertVerify(1, "00000002.json: its signature does not fit its bytes", "--no-ledger");

        Files.delete(entry);
        assertVerify(1, "witnessed NO"); // the ledger knows what was there
        assertThat(run("archive", "verify", "nightly", "--from", "mirror", "--no-ledger")
                        .status())
                .as("without a witness a cut end is not seen where only one destination is asked")
                .isEqualTo(0);
        assertVerify(1, "witnessed NO", "--no-ledger", "--head", head);
        Files.write(entry, before);
        assertVerify(0, "authentic, and complete up to its head", "--no-ledger", "--head", head);
    }

    private void assertVerify(int status, String says, String... options) {
        Bench.Outcome outcome =
                run(Stream.concat(Stream.of("archive", "verify", "nightly", "--from", "mirror"), Stream.of(options))
                        .toArray(String[]::new));
        assertThat(outcome.out()).contains(says);
        assertThat(outcome.status()).as(outcome.out()).isEqualTo(status);
    }

    /** The second destination is away for a run, and the ledger is lost before another one. */
    @Test
    void aChainGoesOnAfterADestinationWasAwayAndAfterTheLedgerWasLost() throws Exception {
        runOnce();
        Path away = site.mirror().resolveSibling("away");
        Files.move(site.mirror(), away);
        assertThat(run("once", "nightly").status()).isEqualTo(3);
        Files.move(away, site.mirror());
        assertThat(entries()).hasSize(4);
        assertThat(run("dead-letters", "replay", "--all").status()).isZero();
        assertVerifies(site.mirror(), 3);

        Files.move(site.state(), directory.resolve("lost"));
        runOnce();
        assertVerifies(site.mirror(), 4);
    }

    /** The state folder is deleted, and what a plan says and what is fetched are as before. */
    @Test
    void aLedgerIsMadeAnewFromWhatDestinationsHave() throws Exception {
        Edit.file(site.config().resolve("exports.yaml"), "type: file,", "type: file, retention: {keep-last: 1},");
        runOnce();
        runOnce();
        String plan = run("retention", "plan", "--output", "json").out();
        Path before = fetched("before");
        Path byNumber = directory.resolve("by-number");
        assertThat(run("archive", "fetch", "nightly#3", "--to", byNumber.toString())
                        .status())
                .isZero();
        assertThat(byNumber).hasSameBinaryContentAs(before);
        assertThat(run("archive", "fetch", "nightly#1", "--to", byNumber + "-1").status())
                .isEqualTo(4);
        Files.move(site.state(), directory.resolve("lost"));

        Bench.Outcome rebuilt = run("ledger", "rebuild", "--from", "archive", "--from", "mirror");

        assertThat(rebuilt.out()).as(rebuilt.err()).contains("The ledger has 4 copies from archive, mirror.");
        assertThat(rebuilt.status()).isZero();
        assertThat(run("retention", "plan", "--output", "json").out()).isEqualTo(plan);
        assertThat(fetched("after")).hasSameBinaryContentAs(before);
        assertThat(run("ledger", "rebuild", "--from", "archive").status())
                .as("a ledger that knows runs")
                .isEqualTo(1);
        runOnce();
        assertVerifies(site.mirror(), 4);
    }

    @Test
    void aBagHasEachArtifactOnceAndIsVerifiedByCommonTools() throws Exception {
        runOnce();
        Path bag = directory.resolve("bag");

        Bench.Outcome made = run("archive", "export", "nightly", "--bagit", bag.toString());

        assertThat(made.out()).as(made.err()).contains("with 1 artifact");
        Tool checked = Tool.run(bag, new byte[0], "sha256sum", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt");
        assertThat(checked.output().lines().filter(line -> line.endsWith(": OK")))
                .hasSize(5);
        assertThat(checked.status()).isZero();
        assertThat(run("archive", "export", "nightly", "--bagit", bag.toString())
                        .status())
                .as("a folder that is there stays as it is")
                .isEqualTo(2);
    }

    private Path fetched(String name) {
        Path file = directory.resolve(name);
        Bench.Outcome outcome = run("archive", "fetch", "nightly", "--to", file.toString());
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return file;
    }
}
