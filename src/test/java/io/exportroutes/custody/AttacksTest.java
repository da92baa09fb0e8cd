package io.exportroutes.custody;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Finding.Kind;
import io.exportroutes.custody.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is done to a chain, ChainVerifier and verify.py find it, and say it in the same words. */
class AttacksTest {
    private static final String[] TEN = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

    @TempDir
    private Path folder;

    private SigningKey key;
    private SigningKey thief;
    private Bucket bucket;

    @BeforeEach
    void makeAChainOfTen() throws IOException, GeneralSecurityException {
        key = Keys.create(folder);
        thief = Keys.create(folder);
        bucket = new Bucket(folder.resolve("bucket"), key);
        bucket.store(TEN);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByUsAndByTheStranger(Attack attack) throws Exception {
        Head witnessed = bucket.head();
        attack.on(bucket, thief);

        ChainReport alone = verify();
        ChainReport withHead = verify(witnessed);

        assertThat(told(alone.findings())).isEqualTo(attack.found());
        assertThat(told(withHead.findings()))
                .isEqualTo(Stream.of(attack.found(), attack.witnessed())
                        .filter(found -> !found.isEmpty())
                        .collect(joining(", ")));
        if (attack.found().isEmpty()) { // only the head shows it
            assertSaysTheSame(Tool.verifyPy(bucket.folder, ".", Bucket.JOB), alone);
        }
        assertSaysTheSame(Tool.verifyPy(bucket.folder, "--head", witnessed.toString(), ".", Bucket.JOB), withHead);
    }

    /** The verdicts that the attack leaves alone stay as they were. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "CUTS_THE_END", "REWRITES_THE_END_WITH_THE_KEY", "REMOVES_A_SIGNATURE", "REMOVES_ONE"})
    void changesOnlyTheVerdictThatItConcerns(Attack attack) throws Exception {
        Head witnessed = bucket.head();
        attack.on(bucket, thief);
        ChainReport report = verify(witnessed);

        assertThat(report.holds(Verdict.AUTHENTIC)).isEqualTo(attack != Attack.REMOVES_A_SIGNATURE);
        assertThat(report.holds(Verdict.COMPLETE)).isEqualTo(attack != Attack.REMOVES_ONE);
        assertThat(report.holds(Verdict.WITNESSED)).isEqualTo(attack.witnessed().isEmpty());
    }

    @Test
    void anotherDestinationIsAWitness() throws Exception {
        Bucket same = copy("same");
        Bucket cut = copy("cut");
        Attack.CUTS_THE_END.on(cut, thief);
        Bucket rewritten = copy("rewritten");
        Attack.REWRITES_THE_END_WITH_THE_KEY.on(rewritten, thief);

        List<Finding> found = ChainReport.compare(
                List.of("archive", "partner", "mirror", "vault"),
                List.of(verify(bucket), verify(cut), verify(rewritten), verify(same)));

        assertThat(found).extracting(Finding::kind).containsExactly(Kind.BEHIND, Kind.FORK);
        assertThat(found.get(0).toString()).contains("partner ends at 8 and is behind archive by 2");
        assertThat(found.get(1).toString()).contains("mirror and archive part at 7");
    }

    @Test
    void anEmptyDestinationIsBehindByAll() throws Exception {
        Bucket emptied = copy("emptied");
        Attack.EMPTIES_THE_FOLDER.on(emptied, thief);

        assertThat(ChainReport.compare(List.of("one", "two"), List.of(verify(emptied), verify(bucket))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("one ends at 0 and is behind two by 10"));
    }

    /** A chain of the same contents: a key and bytes give one signature. */
    private Bucket copy(String name) throws IOException {
        Bucket copy = new Bucket(folder.resolve(name), key);
        copy.store(TEN);
        return copy;
    }

    private ChainReport verify(Head... witnessed) throws IOException {
        return new ChainVerifier(bucket.signers(), List.of(witnessed)).verify(Bucket.JOB, bucket, entry -> {});
    }

    private ChainReport verify(Bucket other) throws IOException {
        return new ChainVerifier(other.signers(), List.of()).verify(Bucket.JOB, other, entry -> {});
    }

    private static void assertSaysTheSame(Tool stranger, ChainReport ours) {
        List<String> said = stranger.output()
                .lines()
                .filter(line -> line.startsWith("    " + Bucket.JOB))
                .map(String::strip)
                .toList();

        assertThat(said)
                .as(stranger.output())
                .containsExactlyInAnyOrderElementsOf(
                        ours.findings().stream().map(Finding::toString).toList());
        assertThat(stranger.status())
                .as(stranger.output())
                .isEqualTo(ours.findings().isEmpty() ? 0 : 1);
    }

    private static String told(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.kind()
                        + (finding.from() == 0 ? "" : " " + finding.from())
                        + (finding.from() == finding.to() ? "" : "-" + finding.to()))
                .collect(joining(", "));
    }
}
