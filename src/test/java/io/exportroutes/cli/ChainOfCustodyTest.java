package io.exportroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.SigningKey;
import io.exportroutes.custody.SshSignature;
import io.exportroutes.custody.Tool;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.testing.Edit;
import jakarta.mail.Multipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the program writes to the chains, looked at with the tools of a stranger. */
class ChainOfCustodyTest extends CustodyScene {
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
        assertThat(verifiedAtBoth(0)).contains("mirror ends at 2 and is behind archive by 1");
        assertThat(run("dead-letters", "replay", "--all").status()).isZero();
        assertVerifies(site.mirror(), 3);
        assertThat(verifiedAtBoth(0)).doesNotContain("behind", "part at");
        whoeverHasTheKeyIsFoundByTheOtherDestination();

        Files.move(site.state(), directory.resolve("lost"));
        runOnce();
        assertVerifies(site.mirror(), 4);
    }

    private String verifiedAtBoth(int status, String... options) {
        Bench.Outcome outcome = run(Stream.concat(Stream.of("archive", "verify", "nightly"), Stream.of(options))
                .toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isEqualTo(status);
        assertThat(outcome.out()).contains("archive: 3 entries", "mirror: ", "authentic, and complete");
        return outcome.out();
    }

    /** Signed anew with the true key, an entry is authentic; that the destinations differ tells. */
    private void whoeverHasTheKeyIsFoundByTheOtherDestination() throws Exception {
        Path entry = chain().resolve("00000003.json");
        Path signature = chain().resolve("00000003.json.sig");
        byte[] before = Files.readAllBytes(entry);
        byte[] signed = Files.readAllBytes(signature);
        byte[] anew = new String(before, UTF_8)
                .replace("\"project\":\"crm\"", "\"project\":\"CRM\"")
                .getBytes(UTF_8);
        assertThat(anew).isNotEqualTo(before);

        Files.write(entry, anew);
        Files.write(signature, SshSignature.sign(SigningKey.read(key), anew));

        assertThat(verifiedAtBoth(1, "--no-ledger")).contains("part at 3").doesNotContain("authentic NO");
        assertThat(verifiedAtBoth(1)).contains("part at 3", "witnessed NO");
        assertThat(run("archive", "verify", "nightly", "--output", "json")
                        .json()
                        .path("good")
                        .asBoolean(true))
                .isFalse();
        Files.write(entry, before);
        Files.write(signature, signed);
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
}
