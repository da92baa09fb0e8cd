package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.KeyLocks;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.lab.servers.HeldAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several small contents over one connection: each succeeds or fails by itself, and nothing unconfirmed gets its name. */
class SftpBatchTest extends SftpFixture {
    private static final int MANY = 40;

    private final List<ContentBatch.Item> items = new ArrayList<>();

    @BeforeEach
    void fill() {
        for (int number = 0; number < MANY; number++) {
            items.add(item("sweep/%02d.zip".formatted(number), 1_000 + number));
        }
    }

    @Test
    void allOfABatchAreThereWithTheirOwnBytesAfterOneLogin() throws IOException {
        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(results).hasSize(MANY).allSatisfy(result -> assertThat(result.failure())
                .isNull());
        for (int number = 0; number < MANY; number++) {
            assertThat(stored(results.get(number)).size()).isEqualTo(1_000 + number);
            assertThat(stored(results.get(number)).location()).endsWith("/sweep/%02d.zip".formatted(number));
            assertThat(Files.readAllBytes(at("sweep/%02d.zip".formatted(number))))
                    .isEqualTo(ArtifactStoreContract.bytes(1_000 + number));
        }
        assertThat(server.logins()).isEqualTo(1);
        assertThat(server.synced()).hasSize(MANY + 1); // the marker
        assertThat(left("sweep")).hasSize(MANY);
    }

    @Test
    void oneThatTheServerRefusesLeavesTheOthersAlone() throws IOException {
        server.refuseOnce("/sweep/.07.zip.part");

        assertOnlyFails(7, store.putAll(new ContentBatch(items)), "sftp_status_4");
    }

    @Test
    void oneWhoseBytesAreChangedAtTheServerGetsNoNameAndLeavesTheOthersAlone() throws IOException {
        store.put("first.zip", TestContent.of(new byte[1])); // and the marker
        server.corruptNextWrite();

        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(failed(results)).hasSize(1);
        assertThat(left("sweep")).hasSize(MANY - 1);
    }

    /** Its first write fails and its last one does not: there is a hole in a file of the right size. */
    @Test
    void oneWhoseWriteFailsGetsNoNameAndLeavesTheOthersAlone() throws IOException {
        server.offerNoExtensions();
        store.put("first.zip", TestContent.of(new byte[1]));
        server.failNextWrite();
        items.clear();
        items.add(item("sweep/a.zip", 100_000));
        items.add(item("sweep/b.zip", 100_000));

        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(failed(results)).hasSize(1);
        assertThat(left("sweep")).hasSize(1);
    }

    @Test
    void oneWhoseSourceFailsLeavesTheOthersAlone() throws IOException {
        items.set(
                9,
                new ContentBatch.Item(
                        "sweep/09.zip", TestContent.of(new byte[2_000]).failingAt(1_000)));

        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(failed(results)).singleElement().satisfies(result -> assertThat(result.failure())
                .hasMessageContaining("The download broke"));
        assertThat(results.get(9).failure()).isNotNull();
        assertThat(left("sweep")).hasSize(MANY - 1);
    }

    @Test
    void aKeyThatIsThereTwiceIsWrittenOnce() throws IOException {
        items.add(item("sweep/03.zip", 77));

        assertOnlyFails(MANY, store.putAll(new ContentBatch(items)), "still_writing");
        assertThat(Files.size(at("sweep/03.zip"))).isEqualTo(1_003);
    }

    @Test
    void aKeyThatIsNoneFailsAlone() throws IOException {
        items.set(5, item("sweep/../05.zip", 10));

        assertThat(store.putAll(new ContentBatch(items)).get(5).failure()).isInstanceOf(ExportFailure.class);
        assertThat(left("sweep")).hasSize(MANY - 1);
    }

    @Test
    void oneThatIsLargeOrOfUnknownSizeIsWrittenTooAndTheOrderStays() throws IOException {
        items.set(0, item("sweep/00.zip", 3_000_000));

        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(failed(results)).isEmpty();
        assertThat(stored(results.get(0)).size()).isEqualTo(3_000_000);
        assertThat(stored(results.get(1)).size()).isEqualTo(1_001);
    }

    @Test
    void aServerWithoutExtensionsTakesABatchAndReplacesWhatIsThere() throws IOException {
        server.offerNoExtensions();
        for (int time = 0; time < 2; time++) {
            assertThat(failed(store.putAll(new ContentBatch(items)))).isEmpty();
        }
        assertThat(left("sweep")).hasSize(MANY);
    }

    @Test
    void aServerThatOpensOneChannelTakesABatch() throws IOException {
        server.allowOneChannel();

        assertThat(failed(store.putAll(new ContentBatch(items)))).isEmpty();
        assertThat(server.logins()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsCutFailsAllThatWereNotConfirmedAndTheNextTryLeavesNothingElse() throws IOException {
        server.cutAfter(10_000);

        List<PutResult> results = store.putAll(new ContentBatch(items));

        assertThat(results).hasSize(MANY).allSatisfy(result -> assertThat(code(result))
                .isEqualTo("connection_lost"));
        assertThat(failed(store.putAll(new ContentBatch(items)))).isEmpty();
        assertThat(left("sweep")).hasSize(MANY);
    }

    /** As where the directory is another one meanwhile. */
    @Test
    void whatMayNotGetItsNameIsRemoved() throws IOException {
        Files.createDirectories(at("sweep"));
        SftpBatch batch = new SftpBatch(items, new SftpPaths(store.getOptions()), new KeyLocks());
        try (SftpConnections links = new SftpConnections(store.getOptions());
                SftpConnection link = links.borrow()) {
            assertThatThrownBy(() -> batch.write(link.lanes(2), () -> {
                        throw new IOException("Another directory");
                    }))
                    .hasMessage("Another directory");
            assertThat(left("sweep")).isEmpty();
        }
    }

    @Test
    void oneWhoseLeftoverStaysLeavesNoOpenFile() throws IOException {
        items.set(
                7,
                new ContentBatch.Item(
                        "sweep/07.zip", TestContent.of(new byte[9]).ofFence(3)));
        server.refuseOnce("/sweep/.07.zip.1.part");

        assertOnlyFails(7, store.putAll(new ContentBatch(items)), "sftp_status_4");
        assertThat(server.openFiles()).isZero();
    }

    /** Not one after the other. */
    @Test
    void aServerThatAnswersNothingFailsAllInTheTimeForOne() {
        store.getOptions().setResponseTimeout("3s");
        try (HeldAnswer never = server.hold("write .11.zip.part")) {
            List<PutResult> results = store.putAll(new ContentBatch(items));

            assertThat(results).hasSize(MANY).allSatisfy(result -> assertThat(code(result))
                    .isEqualTo("timeout"));
        }
    }

    @Test
    void aLoginThatIsRefusedIsTheFailureOfEach() {
        server.refuseLogins(true);
        assertThat(store.putAll(new ContentBatch(items))).hasSize(MANY).allSatisfy(result -> assertThat(code(result))
                .isEqualTo("login_refused"));
    }

    private void assertOnlyFails(int place, List<PutResult> results, String code) throws IOException {
        assertThat(failed(results)).hasSize(1);
        assertThat(code(results.get(place))).isEqualTo(code);
        assertThat(left("sweep")).hasSize(results.size() - 1);
    }

    private static ArtifactStore.Stored stored(PutResult result) {
        return Objects.requireNonNull(result.stored());
    }

    private static List<PutResult> failed(List<PutResult> results) {
        return results.stream().filter(result -> result.stored() == null).toList();
    }

    private static String code(PutResult result) {
        return result.failure() instanceof ExportFailure failure ? failure.code() : String.valueOf(result.failure());
    }

    private static ContentBatch.Item item(String key, int size) {
        return new ContentBatch.Item(key, TestContent.of(ArtifactStoreContract.bytes(size)));
    }

    private Path at(String key) {
        return server.root().resolve(key);
    }

    private List<String> left(String folder) throws IOException {
        try (Stream<Path> left = Files.list(at(folder))) {
            return left.map(file -> file.getFileName().toString()).toList();
        }
    }
}
