package io.exportroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.KameletCaller;
import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.custody.Keys;
import io.exportroutes.custody.SigningKey;
import io.exportroutes.doctor.Finding.Level;
import io.exportroutes.ledger.Chains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the chains, as the check finds them. */
@SuppressWarnings("NullAway.Init")
class CustodyCheckTest {
    @TempDir
    private Path directory;

    private Path key;
    private Path other;

    @BeforeEach
    void twoKeys() throws Exception {
        key = Keys.file(directory, "Ed25519");
        other = Keys.file(directory, "Ed25519");
    }

    @Test
    void aKeyThatCanBeReadIsShownByItsFingerprint() throws Exception {
        assertThat(look("signing-key-file: " + key))
                .singleElement()
                .satisfies(found -> assertThat(found.seen()).contains(fingerprint(key)))
                .extracting(Finding::level)
                .isEqualTo(Level.OK);
    }

    @Test
    void eachKeyThatCannotBeReadIsAFailure() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        List<Finding> found =
                look("signing-key-file: %s, previous-key-file: %s".formatted(key, Keys.file(directory, "X25519")));

        assertThat(found).extracting(Finding::level).containsOnly(Level.FAIL).hasSize(2);
        assertThat(found.get(0).seen()).contains("open to others", "(key_file_unreadable)");
        assertThat(found.get(0).remedy()).contains("chmod 600");
        assertThat(found.get(1).seen()).contains("(key_file_unreadable)");
    }

    @Test
    void aChainOfAnotherKeyIsAFailureUntilThatOneHandsOver() throws Exception {
        begin("signing-key-file: " + other);
        assertThat(look("signing-key-file: " + other)).extracting(Finding::seen).contains("Chains that it signs: 1");

        assertThat(look("signing-key-file: " + key)).satisfiesOnlyOnce(found -> {
            assertThat(found.level()).isEqualTo(Level.FAIL);
            assertThat(found.seen()).contains("nightly", "(chain_key)");
            assertThat(found.remedy()).contains("previous-key-file", "custody adopt nightly");
        });

        assertThat(look("signing-key-file: %s, previous-key-file: %s".formatted(key, other)))
                .allSatisfy(found -> assertThat(found.level()).isEqualTo(Level.OK))
                .extracting(Finding::seen)
                .contains("The next entry of the chain nightly hands over to the key of signing-key-file");
    }

    private void begin(String custody) throws IOException {
        try (AppContext context = AppContext.open(options(), config(custody), Clock.systemUTC())) {
            Chains chains = context.ledger().deliveries().copies().chains();
            chains.beginnings().open("nightly", List.of());
            chains.beginnings().adopt("nightly", "a beginning", "olga");
        }
    }

    private List<Finding> look(String custody) throws IOException {
        ExportsConfig config = config(custody);
        Patient.Installation installation = new Patient.Installation(options(), config, Clock.systemUTC());
        try (AppContext context = AppContext.open(options(), config, Clock.systemUTC());
                KameletCaller caller = new KameletCaller(options(), config, Clock.systemUTC())) {
            CustodyCheck check = new CustodyCheck(
                    new Patient(installation, List.copyOf(config.jobs().values()), caller, context),
                    Objects.requireNonNull(config.operators().custody()));
            Findings findings = new Findings(check);
            check.look(findings);
            return findings.all();
        }
    }

    private ExportsConfig config(String custody) throws IOException {
        Path file = Files.writeString(directory.resolve("exports.yaml"), """
                version: 1
                api: {base-url: "https://api.example.com", token: pat_x}
                custody: {%s, signer: exports@example.com}
                destinations:
                  mirror: {type: file, directory: mirror}
                jobs:
                  nightly: {project: crm, export: schema, destinations: [mirror]}
                """.formatted(custody));
        return ConfigReader.read(file, KameletCatalog.scan(Path.of("routes/kamelets")), text -> text)
                .orThrow();
    }

    private EngineOptions options() {
        return new EngineOptions(Path.of("."), directory, directory.resolve("state"), EngineOptions.Mode.COMMAND);
    }

    private static String fingerprint(Path file) {
        return SigningKey.read(file).publicKey().fingerprint();
    }
}
