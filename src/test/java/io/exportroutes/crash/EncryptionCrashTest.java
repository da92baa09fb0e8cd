package io.exportroutes.crash;

import static io.exportroutes.encryption.AgeProgram.ESCROW;
import static io.exportroutes.encryption.AgeProgram.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.Edit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies around an encryption, and the next start brings it to the one right end: the same bytes everywhere. */
class EncryptionCrashTest {
    /** Some four megabytes. */
    private static final int ROWS = 8_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = "ENCRYPTION_UNDER_WAY")
    void aCrashLosesNothingAndMakesNoSecondBytes(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            names = {"ENCRYPTED_BEFORE_LEDGER", "ENCRYPTED_BEFORE_ITS_FIRST_BYTE_LEAVES", "ENCRYPTED_AND_DELIVERED_ONCE"
            })
    void norDoesACrashJustBesideIt(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    private void dieAndGoOn(CrashPoint point) throws Exception {
        try (Site site =
                Site.start(directory, SandboxOptions.builder().rows(ROWS).build())) {
            site.configure("""
                    jobs:
                      nightly: {project: crm, export: database, format: json, destinations: [archive, mirror]}
                    """);
            Path file = site.config().resolve("exports.yaml");
            for (String destination : List.of("archive: {", "mirror: {")) {
                String encrypted =
                        destination + "encrypt: {to: [%s, %s]}, ".formatted(OPS.recipient(), ESCROW.recipient());
                Files.writeString(file, Edit.text(Files.readString(file), destination, encrypted));
            }
            run(site, point, CrashAgent.KILLED);
            run(site, null, 0);
            check(site);
        }
    }

    private static void run(Site site, @Nullable CrashPoint point, int status) throws Exception {
        try (Victim victim = Victim.start(site, point, "once", "nightly")) {
            assertThat(victim.status()).as("%s", victim.output()).isEqualTo(status);
        }
    }

    private void check(Site site) throws Exception {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(site.state().resolve("ledger.db")), Clock.systemUTC())) {
            List<CopyEntry> copies = ledger.deliveries().copies().newest(CopyFilter.ALL, null, 9);
            assertThat(copies)
                    .as("of the run that died, and of the one that the second command was for")
                    .extracting(copy -> copy.plan().destination())
                    .containsExactly("archive", "mirror", "archive", "mirror");
            check(site, copies.get(0));
            check(site, copies.get(2));
        }
        try (Stream<Path> spooled = Files.walk(site.state().resolve("spool"))) {
            assertThat(spooled.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private void check(Site site, CopyEntry copy) throws Exception {
        String key = copy.plan().key();
        byte[] stored = site.s3().read(Site.BUCKET, key);
        assertThat(site.mirror().resolve(key)).hasBinaryContent(stored);
        assertThat(site.mirror().resolve(key + ".manifest.json"))
                .hasBinaryContent(site.s3().read(Site.BUCKET, key + ".manifest.json"));
        CopyEntry.Stored noted = copy.stored();
        assertThat(noted.sha256()).isEqualTo(ReadBack.sha256(stored));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        IdentityFile.read(OPS.file(directory))
                .decrypt(Channels.newChannel(new ByteArrayInputStream(stored)), key, plain);
        assertThat(ReadBack.sha256(plain.toByteArray()))
                .isEqualTo(Objects.requireNonNull(noted.plain()).sha256());
    }
}
