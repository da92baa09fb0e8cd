package io.exportroutes.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may sign after whom; what {@link ChainVerifier} says of it, and verify.py. */
class KeyRotationTest {
    @TempDir
    private Path folder;

    private SigningKey first;
    private SigningKey second;
    private Bucket bucket;

    @BeforeEach
    void makeAChain() throws IOException, GeneralSecurityException {
        first = Keys.create(folder);
        second = Keys.create(folder);
        bucket = new Bucket(folder.resolve("bucket"), first);
        bucket.store("two", "three");
    }

    @Test
    void aKeyThatTheOneBeforeItIntroducedCounts() throws Exception {
        bucket.rotate(second);
        bucket.store("five", "six");
        List<Long> seen = new ArrayList<>();

        ChainReport report = new ChainVerifier(bucket.signers(), List.of(bucket.head()))
                .verify(Bucket.JOB, bucket, entry -> seen.add(entry.position().seq()));

        assertThat(report.findings()).isEmpty();
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(report.head()).contains(bucket.head());
        assertThat(report.signers())
                .containsExactly(
                        new ChainReport.Signer(1, 4, first.publicKey(), Bucket.SIGNER, false),
                        new ChainReport.Signer(5, 6, second.publicKey(), null, true));
        Tool stranger = Tool.verifyPy(bucket.folder, ".");
        assertThat(stranger.status()).as(stranger.output()).isZero();
        assertThat(stranger.output())
                .contains("head " + bucket.head())
                .contains("1 to 4 signed by " + Bucket.SIGNER + " ("
                        + first.publicKey().fingerprint() + "; by the list of signers)")
                .contains("5 to 6 signed by a key that the list does not name ("
                        + second.publicKey().fingerprint() + "; introduced by the key before it)");
    }

    @Test
    void aKeyMayHandBackToAnEarlierOne() throws Exception {
        bucket.rotate(second);
        bucket.rotate(first);
        bucket.store("six");

        assertAgree(0, "");
    }

    /** The first key was lost: it could not introduce another one. */
    @Test
    void aKeyThatTheListAloneVouchesForTakesOverAndIsNamed() throws Exception {
        bucket.signers(
                AllowedSigners.line(Bucket.SIGNER, first.publicKey(), null, null),
                AllowedSigners.line("new@example.com", second.publicKey(), null, null));
        bucket.put(4, Entry.bytes(Entry.key(bucket.next(), second.publicKey(), Position.NOTHING)), second);

        assertThat(assertAgree(0, "4 to 4 signed by new@example.com").signers())
                .extracting(ChainReport.Signer::introduced)
                .containsExactly(false, false);

        bucket.put(5, Entry.bytes(Entry.begin(bucket.next(), Event.HELD)), first);
        assertAgree(
                1,
                "00000005.json: it is signed with " + first.publicKey().fingerprint()
                        + ", which another key had replaced");
    }

    @Test
    void theTimesOfTheListHoldForAnIntroducedKeyToo() throws Exception {
        bucket.rotate(second);
        bucket.store("five");
        bucket.signers(
                AllowedSigners.line(Bucket.SIGNER, first.publicKey(), null, null),
                AllowedSigners.line(Bucket.SIGNER, second.publicKey(), null, Bucket.BEGIN));

        assertAgree(
                1,
                "00000005.json: it is signed with " + second.publicKey().fingerprint()
                        + " at 2026-11-25T06:00:00.123Z, when");
    }

    @Test
    void withoutAListNobodyVouchesForTheFirstKey() throws Exception {
        Files.delete(bucket.folder.resolve(CustodyFiles.ALLOWED_SIGNERS));

        assertThat(new ChainVerifier(AllowedSigners.NONE, List.of())
                        .verify(Bucket.JOB, bucket, entry -> {})
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains(first.publicKey().fingerprint())
                        .contains("and so on up to 00000003.json"));
        assertThat(Tool.verifyPy(bucket.folder, ".").status()).isOne();
    }

    @Test
    void theListMayComeFromElsewhere() throws Exception {
        Path list = Files.writeString(
                folder.resolve("theirs"), AllowedSigners.line(Bucket.SIGNER, second.publicKey(), null, null) + "\n");

        Tool stranger = Tool.verifyPy(bucket.folder, "--signers", list.toString(), ".");

        assertThat(stranger.status()).isOne();
        assertThat(stranger.output()).contains("authentic  NO").doesNotContain("comes from the folder itself");
    }

    private ChainReport assertAgree(int status, String said) throws Exception {
        ChainReport report = new ChainVerifier(bucket.signers(), List.of()).verify(Bucket.JOB, bucket, entry -> {});
        Tool stranger = Tool.verifyPy(bucket.folder, ".");

        assertThat(report.findings()).hasSize(status);
        assertThat(stranger.status()).as(stranger.output()).isEqualTo(status);
        assertThat(stranger.output()).contains(said);
        report.findings().forEach(finding -> assertThat(stranger.output()).contains(finding.toString()));
        return report;
    }
}
