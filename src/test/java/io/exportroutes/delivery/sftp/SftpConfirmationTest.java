package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.ledger.Confirmation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Points 16 and 25: what an SSH server does to be sure of what it has, and says of it. */
class SftpConfirmationTest extends SftpFixture {
    @Test
    void aFileIsOnTheServersDiskBeforeItGetsItsName() throws IOException {
        store.put("synced.zip", TestContent.of(new byte[1_000]));
        assertThat(server.synced()).contains(".synced.zip.part").doesNotContain("synced.zip");
    }

    @Test
    void aServerThatReadsBackWhatItStoresConfirmsByChecksum() throws IOException {
        assertThat(store.put("a.zip", TestContent.of(new byte[1_000])).confirmation())
                .isEqualTo(Confirmation.CHECKSUM);
    }

    @Test
    void aServerThatAnnouncesItsHashesAsProFtpdIsAskedToo() throws IOException {
        server.announceAlone("check-file=1");
        assertThat(store.put("a.zip", TestContent.of(ArtifactStoreContract.bytes(1_000)))
                        .confirmation())
                .isEqualTo(Confirmation.CHECKSUM);
    }

    /** The request is sent behind that to close the file, and not after its answer: nobody has to wait. */
    @Test
    void aServerThatHashedTooEarlyIsAskedAgainOnceTheFileIsClosed() throws IOException {
        server.hashNextTooEarly();
        assertThat(store.put("a.zip", TestContent.of(ArtifactStoreContract.bytes(1_000)))
                        .confirmation())
                .isEqualTo(Confirmation.CHECKSUM);
    }

    @Test
    void aServerWithoutExtensionsConfirmsBySizeAndIsAskedForNothingElse() throws IOException {
        server.offerNoExtensions();
        assertThat(store.put("a.zip", TestContent.of(new byte[1_000])).confirmation())
                .isEqualTo(Confirmation.SIZE);
        assertThat(server.synced()).isEmpty();
    }
}
