package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a try that failed leaves at an SSH server that still answers: nothing, so that nobody lacks the room. */
class SftpFailedWriteTest extends SftpFixture {
    @BeforeEach
    void withoutAMarker() {
        store.getOptions().setMarker("false");
    }

    @Test
    void aServerWithoutRoomIsLeftWithoutAPartOfTheArtifact() throws IOException {
        server.limitRoom(2_000_000);
        fails(TestContent.of(new byte[3_000_000]));
        assertThat(left()).isEmpty();
    }

    @Test
    void aFileOfTheWrongSizeIsRemoved() throws IOException {
        server.misreportSizesBy(1);
        fails(TestContent.of(new byte[1_000]));
        assertThat(left()).isEmpty();
    }

    @Test
    void aFileWithOtherBytesIsRemoved() throws IOException {
        server.corruptNextWrite();
        fails(TestContent.of(new byte[1_000]));
        assertThat(left()).isEmpty();
    }

    @Test
    void aFileThatCannotGetItsNameIsRemoved() throws IOException {
        Files.createDirectories(server.root().resolve("a.zip/in-its-place"));
        fails(TestContent.of(new byte[1_000]));
        assertThat(left()).containsExactly("a.zip");
    }

    @Test
    void aConnectionThatIsCutGivesNothingItsNameAndTheNextTryLeavesNothingElse() throws IOException {
        byte[] bytes = ArtifactStoreContract.bytes(5_000_000);
        server.cutAfter(1_000_000);
        fails(TestContent.of(bytes));
        assertThat(left()).doesNotContain("a.zip");

        store.put("a.zip", TestContent.of(bytes));

        assertThat(left()).containsExactly("a.zip");
        assertThat(Files.readAllBytes(server.root().resolve("a.zip"))).isEqualTo(bytes);
    }

    /** All requests of a small file are sent by then; the client library calls their answers overdue. */
    @Test
    void aConnectionThatIsClosedBeforeItsAnswersIsLostAndNotOverdue() {
        server.cutAfter(2_000);
        assertThatThrownBy(() -> store.put("a.zip", TestContent.of(ArtifactStoreContract.bytes(5_000))))
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("connection_lost"));
    }

    @Test
    void aFileWhoseSourceFailsIsRemoved() throws IOException {
        assertThatThrownBy(() ->
                        store.put("a.zip", TestContent.of(new byte[3_000_000]).failingAt(2_000_000)))
                .isInstanceOf(IOException.class);
        assertThat(left()).isEmpty();
    }

    private void fails(Content content) {
        assertThatThrownBy(() -> store.put("a.zip", content)).isInstanceOf(TransientFailure.class);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> left = Files.list(server.root())) {
            return left.map(file -> file.getFileName().toString()).toList();
        }
    }
}
