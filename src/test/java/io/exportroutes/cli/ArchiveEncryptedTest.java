package io.exportroutes.cli;

import static io.exportroutes.encryption.AgeProgram.ESCROW;
import static io.exportroutes.encryption.AgeProgram.OPS;
import static io.exportroutes.encryption.AgeProgram.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting back what was encrypted, at two destinations for two sets of recipients. */
@SuppressWarnings("NullAway.Init")
class ArchiveEncryptedTest {
    @TempDir
    private static Path directory;

    private static Site site;
    private static String plain;

    @TempDir
    private Path target;

    @BeforeAll
    static void archive() throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, file-name: crm, destinations: [partner, mirror]}
                """);
        Path file = site.config().resolve("exports.yaml");
        String text = Edit.text(
                Files.readString(file),
                "partner: {",
                "partner: {encrypt: {to: [" + ESCROW.recipient() + "], plain-digest: omit}, ");
        Files.writeString(
                file,
                Edit.text(
                        text,
                        "mirror: {",
                        "mirror: {encrypt: {to: [" + OPS.recipient() + ", " + ESCROW.recipient() + "]}, "));
        plain = run("once", "nightly", "--output", "json")
                .json()
                .at("/runs/0/artifacts/0/sha256")
                .asText();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    private Bench.Outcome fetch(Path identity, String... more) {
        List<String> all = new ArrayList<>(
                List.of("archive", "fetch", "nightly", "--to", target + "/", "--identity", identity.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(new String[0]));
    }

    /** The sidecar of partner says nothing of what is inside; there age's own check has to do. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--no-ledger"})
    void anIdentityOpensACopyByTheLedgerOrBySidecars(String option) throws Exception {
        for (String from : List.of("mirror", "partner")) {
            List<String> more = new ArrayList<>(List.of("--from", from, "--force", "--output", "json"));
            if (!option.isEmpty()) {
                more.add(option);
            }
            Bench.Outcome fetched = fetch(ESCROW.file(directory), more.toArray(new String[0]));

            assertThat(fetched.err()).isEmpty();
            assertThat(fetched.json().path("decrypted").asBoolean()).isTrue();
            Path file = Path.of(fetched.json().path("file").asText());
            assertThat(file).isEqualTo(target.resolve("crm.json"));
            assertThat(Files.readString(file)).startsWith("{");
            assertThat(ReadBack.sha256(Files.readAllBytes(file))).isEqualTo(plain);
        }
        assertOnly("crm.json");
    }

    @Test
    void withoutAnIdentityItStaysAsItIsAndTheOutputSaysHowToOpenIt() throws Exception {
        Bench.Outcome fetched = run("archive", "fetch", "nightly", "--from", "mirror", "--to", target + "/");

        assertThat(fetched.status()).isZero();
        assertThat(fetched.out())
                .contains("crm.json.age")
                .contains("age -d -i IDENTITY_FILE -o crm.json " + target.resolve("crm.json.age"));
        assertOnly("crm.json.age");
    }

    @Test
    void theFirstCopyThatTheIdentityOpensIsTaken() throws Exception {
        Bench.Outcome fetched = fetch(OPS.file(directory));

        assertThat(fetched.status()).isZero();
        assertThat(fetched.out()).contains("from     mirror", "SHA-256 " + plain + ", as it was verified");
    }

    @Test
    void anIdentityThatFitsNoneIsSaid() throws Exception {
        Bench.Outcome fetched = fetch(STRANGER.file(directory));

        assertThat(fetched.status()).isEqualTo(1);
        assertThat(fetched.err()).contains("None of the identities in", "name the identity file of one of them");
        assertOnly();
    }

    @Test
    void anIdentityFileThatOthersCanReadIsRefused() throws Exception {
        Path file = OPS.file(target);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Bench.Outcome fetched = fetch(file);

        assertThat(fetched.status()).isEqualTo(2);
        assertThat(fetched.err()).contains("chmod 600").doesNotContain("AGE-SECRET");
    }

    /** Never more than was done, and never good by a look that could not see what is wrong. */
    @Test
    void aReadBackOpensWhatItHasAnIdentityFor() throws Exception {
        assertThat(readBack())
                .isEqualTo(
                        "ok content: it was not opened: it is encrypted, and there is no identity-file to decrypt it by");
        assertThat(readBack("--identity", OPS.file(directory).toString())).isEqualTo("ok opens: null");
        assertThat(readBack("--identity", STRANGER.file(directory).toString()))
                .startsWith("undecryptable content: None of the identities in ")
                .doesNotContain("AGE-SECRET");
        readBack();
        assertThat(run("archive", "list", "--from", "mirror").out()).contains("undecryptable, content");

        assertThat(readBack("--identity", OPS.file(directory).toString())).isEqualTo("ok opens: null");
        assertThat(run("archive", "list", "--from", "mirror").out()).contains("ok, opens");
        assertThat(site.state().resolve("read-back")).isEmptyDirectory();
        assertThat(run("archive", "read-back", "nightly", "--identity", "none.key")
                        .status())
                .isEqualTo(2);
    }

    private static String readBack(String... more) {
        List<String> all = new ArrayList<>(List.of("archive", "read-back", "nightly", "--destination", "mirror"));
        all.addAll(List.of("--level", "opens", "--output", "json"));
        all.addAll(List.of(more));
        JsonNode verdict = run(all.toArray(new String[0])).json().at("/copies/0/verdict");
        return verdict.path("result").asText() + " " + verdict.path("level").asText() + ": "
                + verdict.path("why").asText();
    }

    @Test
    void listAndVerifyGoByTheBytesThatAreStored() throws Exception {
        JsonNode bytes = run("archive", "list", "--from", "mirror", "--output", "json")
                .json()
                .at("/copies/0/copy/artifact");

        try (Stream<Path> files = Files.walk(site.mirror())) {
            Path stored = files.filter(file -> file.toString().endsWith(".age"))
                    .findFirst()
                    .orElseThrow();
            assertThat(bytes.path("size").asLong()).isEqualTo(Files.size(stored));
        }
        assertThat(bytes.at("/plain/sha256").asText()).isEqualTo(plain);
        assertThat(run("archive", "verify", "--full").status()).isZero();
        assertThat(run("archive", "verify", "--no-ledger", "--full", "--from", "partner")
                        .status())
                .isZero();
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }
}
