package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.SmallDisk;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool on a real disk that is full. */
@Tag(SmallDisk.TAG)
class FullDiskSpoolTest {
    @TempDir
    private Path directory;

    @Test
    void aRefusedWriteIsNamedAndTheBytesGoOnWhereTheyStoodOnceThereIsRoom() throws Exception {
        byte[] content = new byte[600_000];
        new Random(1).nextBytes(content);
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Spool spool = new Spool(directory.resolve("disk/spool"), Duration.ofSeconds(5));
            SpoolFile file = spool.open("exp_1");
            file.remember("\"etag\"");
            file.expect(content.length);
            disk.fill(50);

            ExportFailure failure = refusal(() -> fillUp(file, content));

            assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("No space left");
            assertThat(failure.code()).isEqualTo("spool_full");
            assertThat(file.received()).isPositive().isLessThan(content.length);
            assertThat(refusal(() -> file.remember("\"other\"")).code()).isEqualTo("spool_full");

            disk.free();
            file.remember("\"etag\"");
            fillUp(file, content);
            assertThat(file.complete(noted -> {}).sha256()).isEqualTo(Hashes.sha256(whole(content), () -> {}));
            assertThat(Files.readAllBytes(file.path())).isEqualTo(content);
        }
    }

    @Test
    void aWholeArtifactThatCannotBeNotedIsNotShown() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Spool spool = new Spool(directory.resolve("disk/spool"), Duration.ofSeconds(5));
            SpoolFile file = spool.open("exp_1");
            file.append(new byte[4096], 0, 4096);
            disk.fill(0);

            assertThat(refusal(() -> file.complete(noted -> {})).code()).isEqualTo("spool_full");
            assertThat(file.state()).isEqualTo(SpoolFile.State.RECEIVING);

            disk.free();
            assertThat(file.complete(noted -> {}).size()).isEqualTo(4096);
        }
    }

    @Test
    void aWholeArtifactIsFoundAlsoWhereNothingCanBeNoted() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Spool before = new Spool(directory.resolve("disk/spool"), Duration.ofSeconds(5));
            SpoolFile file = before.open("exp_1");
            file.append(new byte[4096], 0, 4096);
            Verified verified = file.complete(noted -> {});
            disk.fill(0);

            Spool spool = new Spool(directory.resolve("disk/spool"), Duration.ofSeconds(5));

            assertThat(spool.complete("exp_1", verified, () -> {}))
                    .hasValueSatisfying(whole -> assertThat(whole.state()).isEqualTo(SpoolFile.State.WHOLE));
        }
    }

    private static void fillUp(SpoolFile file, byte[] content) throws IOException {
        while (file.received() < content.length) {
            int at = (int) file.received();
            file.append(content, at, Math.min(10_000, content.length - at));
        }
    }

    private Path whole(byte[] content) throws IOException {
        return Files.write(directory.resolve("whole"), content);
    }

    private static ExportFailure refusal(Refused work) {
        ExportFailure failure = ExportFailure.in(catchThrowable(work::run));
        assertThat(failure).isNotNull();
        return failure;
    }

    private interface Refused {
        void run() throws IOException;
    }
}
