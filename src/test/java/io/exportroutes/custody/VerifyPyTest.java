package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger learns of the files beside the chain, and how verify.py treats what it cannot trust. */
class VerifyPyTest {
    @TempDir
    private Path folder;

    private Bucket bucket;

    @BeforeEach
    void makeAChainWithFiles() throws IOException, GeneralSecurityException {
        bucket = new Bucket(folder.resolve("bucket"), Keys.create(folder));
        bucket.store("two", "three", "four");
    }

    @Test
    void theFilesAreAsTheirEntriesSay() throws Exception {
        assertSays(
                0, "objects    yes: 3 as their entries say (sizes compared, --full reads them), 0 expired, 0 not here");
    }

    @Test
    void anotherSizeIsFound() throws Exception {
        Files.writeString(object(3), "three!");

        assertSays(1, "00000003.json: its object crm/3_crm.json has 6 bytes, not 5.");
    }

    @Test
    void aChangedBitIsFoundWhereTheFilesAreRead() throws Exception {
        Files.writeString(object(3), "thref");

        assertSays(0, "objects    yes: 3");
        assertSays(1, "its object crm/3_crm.json has other bytes than those that were stored", "--full");
    }

    @Test
    void anExpiredFileIsNotMissing() throws Exception {
        Files.delete(object(2));
        bucket.add(Entry.begin(bucket.next(), Event.EXPIRED, List.of(2L)).put("destination", "archive"));

        assertSays(0, "00000002.json: crm.json expired on 2026-11-25T06:00:00.123Z at archive", "--all");
        assertSays(
                0, "objects    yes: 2 as their entries say (sizes compared, --full reads them), 1 expired, 0 not here");
    }

    @Test
    void aFileThatWasNotFetchedIsNamedAndWrongWhereAllShouldBeThere() throws Exception {
        Files.delete(object(2));

        assertSays(0, "00000002.json: crm.json is not here");
        assertSays(1, "00000002.json: its object crm.json is not here", "--all");
    }

    /** The sidecar was not stored; the name is that of the file below the folder. */
    @Test
    void aFileIsFoundByItsNameWithoutASidecar() throws Exception {
        storeAs("elsewhere/crm.json", "four");
        Files.createDirectories(bucket.folder.resolve("elsewhere"));
        Files.writeString(bucket.folder.resolve("elsewhere/crm.json"), "five!");

        assertSays(1, "00000005.json: its object elsewhere/crm.json has 5 bytes, not 4");
    }

    /** Each of these names would lead to the file outside. */
    @Test
    void noNameLeadsOutOfTheFolder() throws Exception {
        Files.writeString(folder.resolve("outside"), "secret bytes");
        Files.createSymbolicLink(bucket.folder.resolve("link"), folder.resolve("outside"));
        Files.createSymbolicLink(bucket.folder.resolve("linked"), folder);
        storeAs("../outside", "four");
        storeAs(folder + "/outside", "four");
        storeAs("crm/../../outside", "four");
        storeAs("link", "four");
        storeAs("linked/outside", "four");
        storeAs("crm//../../outside", "four");

        assertSays(
                0, "objects    yes: 3 as their entries say (sizes compared, --full reads them), 0 expired, 6 not here");
    }

    /** A sidecar that leads to it by a link is no sidecar. */
    @Test
    void noLinkIsFollowed() throws Exception {
        Files.move(object(2), folder.resolve("outside"));
        Files.createSymbolicLink(object(2), folder.resolve("outside"));
        Files.move(bucket.entry(3), folder.resolve("entry"));
        Files.createSymbolicLink(bucket.entry(3), folder.resolve("entry"));

        assertSays(1, "00000002.json: crm.json is not here");
        assertSays(1, "00000003.json: its signature does not fit its bytes");
    }

    @Test
    void controlCharactersAreShown() throws Exception {
        storeAs("a\u001b[2Jb\u202ec\nd", "four");

        assertSays(0, "a\\x1b[2Jb\\u202ec\\nd is not here");
    }

    @Test
    void eachJobIsCheckedAndOneAlone() throws Exception {
        Bucket other = new Bucket(bucket.folder, "billing", bucket.key());
        other.store("2");
        other.remove(1);

        assertSays(1, "billing/00000001.json: the entry is missing");
        assertSays(0, "crm-nightly: 4 entries of the chain acme/crm-nightly", Bucket.JOB);
    }

    @Test
    void whatCannotBeCheckedHasAnotherStatus() throws Exception {
        assertThat(Tool.verifyPy(folder, ".").status()).isEqualTo(2);
        assertThat(Tool.verifyPy(bucket.folder, "--head", "3:abc", ".").status())
                .isEqualTo(2);
        assertThat(Tool.verifyPy(bucket.folder, ".", "../..").status()).isEqualTo(2);
        assertSays(1, "no-such-job: there is no entry", "no-such-job");
    }

    /** The commands of README.txt, for one entry and its file. */
    @Test
    void anEntryIsCheckedByHand() throws Exception {
        Path chain = bucket.folder.resolve("_custody/crm-nightly");
        String byHand = "TZ=UTC ssh-keygen -Y verify -f ../allowed_signers -I " + Bucket.SIGNER
                + " -n custody@export-routes -s 00000003.json.sig < 00000003.json";
        String readme = new String(CustodyFiles.contents(CustodyFiles.README), UTF_8);
        assertThat(readme.replaceAll(" *\\\\\n *", " "))
                .contains(byHand.replace(Bucket.SIGNER, "SIGNER").replace("0003", "0042"));

        assertThat(Tool.run(chain, new byte[0], "sh", "-c", byHand).output())
                .contains("Good \"custody@export-routes\" signature");
        assertThat(Tool.run(chain, new byte[0], "sha256sum", "00000002.json").output())
                .startsWith(Entry.read(Files.readAllBytes(bucket.entry(3)))
                        .position()
                        .prev());
        String sum = Entry.read(Files.readAllBytes(bucket.entry(3)))
                .artifact()
                .orElseThrow()
                .sha256();
        assertThat(Tool.run(
                                bucket.folder.resolve("crm"),
                                (sum + "  " + object(3).getFileName() + "\n").getBytes(UTF_8),
                                "sha256sum",
                                "-c")
                        .output())
                .contains("OK");
    }

    private Path object(long seq) {
        return bucket.folder.resolve("crm/%d_crm.json".formatted(seq));
    }

    private void storeAs(String name, String content) throws IOException {
        ObjectNode entry = Entry.begin(bucket.next(), Event.STORED);
        entry.putObject("artifact")
                .put("name", name)
                .put("size", content.length())
                .put("sha256", Digests.sha256(content.getBytes(UTF_8)));
        bucket.add(entry);
    }

    /** Runs it with options, or for a job. */
    private void assertSays(int status, String said, String... more) throws Exception {
        String[] arguments = Stream.concat(
                        Arrays.stream(more).filter(one -> one.startsWith("--")),
                        Stream.concat(Stream.of("."), Arrays.stream(more).filter(one -> !one.startsWith("--"))))
                .toArray(String[]::new);
        Tool stranger = Tool.verifyPy(bucket.folder, arguments);

        assertThat(stranger.output()).contains(said);
        assertThat(stranger.status()).as(stranger.output()).isEqualTo(status);
    }
}
