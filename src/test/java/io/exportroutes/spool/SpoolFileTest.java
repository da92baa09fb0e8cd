package io.exportroutes.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.spool.SpoolFile.Progress;
import io.exportroutes.spool.SpoolFile.State;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SpoolFileTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private SpoolFile file;

    @BeforeEach
    void open() {
        file = new Spool(folder.resolve("spool"), Duration.ofMinutes(2)).open("exp_1");
    }

    @Test
    void theLastByteIsWithheldUntilTheArtifactIsVerified() throws Exception {
        append("hello");
        SpoolReader reader = file.read("s3", file.expectedSize());
        assertThat(reader.readNBytes(4)).asString(US_ASCII).isEqualTo("hell");

        InBackground<Integer> last = inBackground(reader::read);
        assertBlocked(last);
        Verified verified = file.complete(noted -> {});

        assertThat(last.get()).isEqualTo('o');
        assertThat(reader.read()).isEqualTo(-1);
        assertThat(reader.read(new byte[8])).isEqualTo(-1);
        assertThat(verified).isEqualTo(new Verified(5, HELLO_SHA256));
    }

    @Test
    void theLastByteIsWithheldAlsoWhenTheSizeIsKnown() throws Exception {
        file.expect(5);
        append("hello");
        SpoolReader reader = file.read("s3", file.expectedSize());
        assertThat(reader.readNBytes(4)).hasSize(4);
        assertBlocked(inBackground(reader::read));
    }

    @Test
    void aReaderThatPromisedASizeNeverGivesThatManyBytesOfALargerArtifact() throws Exception {
        append("hello world");
        SpoolReader reader = file.read("s3", OptionalLong.of(5));
        assertThat(reader.readNBytes(4)).asString(US_ASCII).isEqualTo("hell");
        InBackground<Integer> fifth = inBackground(reader::read);
        assertBlocked(fifth);
        file.complete(noted -> {});
        assertThatThrownBy(fifth::get).cause().isInstanceOf(IOException.class);
    }

    @Test
    void aFollowerWaitsForMoreAndGetsIt() throws Exception {
        append("he");
        InBackground<byte[]> all = inBackground(file.read("sftp", file.expectedSize())::readAllBytes);
        append("ll");
        append("o");
        assertBlocked(all);
        file.complete(noted -> {});
        assertThat(all.get()).asString(US_ASCII).isEqualTo("hello");
    }

    @Test
    void aLateReaderReadsTheFinishedFile() throws Exception {
        append("hello");
        file.complete(noted -> {});
        try (InputStream stream = file.read("late", file.expectedSize())) {
            assertThat(stream.readAllBytes()).asString(US_ASCII).isEqualTo("hello");
        }
        assertThat(file.awaitVerified().sha256()).isEqualTo(HELLO_SHA256);
    }

    @Test
    void aFailureReachesBlockedReadersAndLaterOnes() throws Exception {
        append("hello");
        InBackground<byte[]> blocked = inBackground(file.read("s3", file.expectedSize())::readAllBytes);
        InBackground<Verified> waiting = inBackground(file::awaitVerified);
        ExportFailure reason = new PermanentFailure(FailureCode.GUARD_MIN_SIZE, "too small", "look");
        file.fail(reason);
        assertThatThrownBy(blocked::get).cause().isInstanceOf(IOException.class).hasCause(reason);
        assertThatThrownBy(waiting::get).cause().isInstanceOf(IOException.class).hasCause(reason);
        assertThatThrownBy(file.read("late", file.expectedSize())::read)
                .isInstanceOf(IOException.class)
                .hasCause(reason);
        assertThatThrownBy(() -> append("more")).isInstanceOf(IOException.class).hasCause(reason);
        assertThat(file.state()).isEqualTo(State.FAILED);
    }

    @Test
    void aRestartEndsReadersThatHaveReadAndLetsFreshOnesStartOver() throws Exception {
        append("stale bytes");
        SpoolReader begun = file.read("begun", file.expectedSize());
        SpoolReader fresh = file.read("fresh", file.expectedSize());
        assertThat(begun.read()).isEqualTo('s');
        file.restart();
        append("hello");
        assertThat(code(begun)).isEqualTo("download_restarted");
        assertThat(fresh.readNBytes(4)).asString(US_ASCII).isEqualTo("hell");
        file.complete(noted -> {});
        assertThat(code(begun)).isEqualTo("download_restarted");
        assertThat(fresh.readAllBytes()).asString(US_ASCII).isEqualTo("o");
        assertThat(file.awaitVerified().sha256()).isEqualTo(HELLO_SHA256);
    }

    @Test
    void aRestartReachesABlockedReader() throws Exception {
        append("stale");
        SpoolReader reader = file.read("s3", file.expectedSize());
        reader.readNBytes(4);
        InBackground<Integer> blocked = inBackground(reader::read);
        assertBlocked(blocked);
        file.restart();
        assertThatThrownBy(blocked::get).cause().hasMessageContaining("began again");
    }

    @Test
    void aDifferentPromiseIsARestartAndEndsWhoPassedTheOldOneOn() throws Exception {
        file.expect(10);
        append("stale");
        SpoolReader promised = file.read("s3", file.expectedSize());
        file.expect(5);
        assertThat(file.received()).isZero();
        assertThat(file.expectedSize()).hasValue(5);
        append("hello");
        assertThat(code(promised)).isEqualTo("download_restarted");
    }

    @Test
    void moreThanPromisedAndLessThanPromisedAreRefused() throws Exception {
        file.expect(5);
        append("hell");
        assertThat(failureOf(() -> file.complete(noted -> {})).code()).isEqualTo("download_truncated");
        assertThat(failureOf(() -> append("o!")).code()).isEqualTo("download_too_long");
        append("o");
        assertThat(file.complete(noted -> {}).sha256()).isEqualTo(HELLO_SHA256);
    }

    @Test
    void nothingEmptyIsEverComplete() {
        assertThat(failureOf(() -> file.complete(noted -> {})).code()).isEqualTo("artifact_empty");
    }

    @Test
    void aReaderStallsWhenNothingMoves() throws Exception {
        SpoolFile stalling = new Spool(folder.resolve("other"), Duration.ofMillis(100)).open("exp_2");

        assertThatThrownBy(stalling.read("s3", stalling.expectedSize())::read)
                .hasMessageContaining("No byte of export exp_2");
        assertThat(failureOf(stalling::awaitVerified).code()).isEqualTo("stalled");
    }

    @Test
    void closingFromAnotherThreadEndsABlockedReadAndUnregisters() throws Exception {
        SpoolReader reader = file.read("s3", file.expectedSize());
        InBackground<Integer> blocked = inBackground(reader::read);
        assertBlocked(blocked);
        reader.close();
        assertThatThrownBy(blocked::get).cause().hasMessageContaining("closed");
        assertThat(file.progress()).extracting(Progress::name).containsExactly("download");
    }

    @Test
    void anInterruptOfOneReaderLeavesTheWriterAndTheOthersAlone() throws Exception {
        append("hello");
        SpoolReader other = file.read("other", file.expectedSize());
        other.read();
        Thread.currentThread().interrupt();
        assertThatThrownBy(file.read("s3", file.expectedSize())::readAllBytes).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        append(" world");
        file.complete(noted -> {});
        assertThat(other.readAllBytes()).asString(US_ASCII).isEqualTo("ello world");
    }

    @Test
    void anInterruptedWriterCanGoOn() throws Exception {
        append("hel");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> append("lo")).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        append("lo");
        assertThat(file.complete(noted -> {}).sha256()).isEqualTo(HELLO_SHA256);
    }

    @Test
    void progressShowsTheDownloadAndEachReader() throws Exception {
        file.expect(10);
        append("hello");
        try (SpoolReader reader = file.read("archive", file.expectedSize())) {
            reader.readNBytes(3);
            assertThat(file.progress())
                    .containsExactly(new Progress("download", 5, 10), new Progress("archive", 3, 10));
        }
    }

    private void append(String text) throws IOException {
        file.append(text.getBytes(US_ASCII), 0, text.length());
    }

    private static String code(InputStream stream) {
        return failureOf(stream::read).code();
    }

    private static ExportFailure failureOf(ThrowingCallable action) {
        IOException thrown = catchThrowableOfType(IOException.class, action);
        return Objects.requireNonNull(ExportFailure.in(thrown));
    }

    private static void assertBlocked(InBackground<?> work) {
        work.awaitItWaits();
    }

    private static <T> InBackground<T> inBackground(InBackground.Work<T> work) {
        return InBackground.start(work);
    }
}
