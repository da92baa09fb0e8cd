package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Point 17: a ledger is read as a whole only after an unclean stop. Whether it was read shows by damage that is hidden from
 * everything else: broken pages that no query here needs, in a file whose size and time are as before.
 */
class LastCloseTest {
    private final Path file;

    LastCloseTest(@TempDir Path folder) {
        this.file = folder.resolve("ledger.db");
    }

    @BeforeEach
    void fill() {
        try (Ledger ledger = open()) {
            // Most pages are of rows, so that the half that is damaged has nothing that an opening reads.
            ledger.runs()
                    .add(
                            IntStream.range(0, 1000)
                                    .mapToObj(index -> Samples.full("r" + index))
                                    .toList(),
                            (connection, added) -> {});
        }
    }

    @Test
    void aLedgerThatWasClosedIsNotReadAsAWhole() throws Exception {
        damage();

        open().close();
        open().close();
    }

    @Test
    void aWriterThatWasKilledIsFollowedByALookAtEveryPage() throws Exception {
        try (OpenLedger writer = OpenLedger.start(file, "of the process")) {
            writer.kill();
        }
        damage();

        assertDamaged(() -> open().close());
        assertDamaged(() -> open().close());
    }

    @Test
    void whatAWriterThatWasKilledHadWrittenIsThereAndTheLookIsTakenOnce() throws Exception {
        try (OpenLedger writer = OpenLedger.start(file, "of the process")) {
            writer.kill();
        }

        try (Ledger ledger = open()) {
            assertThat(ledger.runs().find("of the process")).isPresent();
        }
        damage();

        open().close();
    }

    @Test
    void besideAProcessThatHasItOpenItIsNotReadAsAWhole() throws Exception {
        try (OpenLedger other = OpenLedger.start(file, "of the process")) {
            damage();

            open().close();

            other.stop();
        }
        open().close();
    }

    @Test
    void aKillBesideOthersIsFollowedByALookOnceTheyAreGone() throws Exception {
        try (OpenLedger first = OpenLedger.start(file, "of the first");
                OpenLedger second = OpenLedger.start(file, "of the second")) {
            first.kill();
            damage();
            open().close();
            second.stop();
        }

        assertDamaged(() -> open().close());
    }

    @Test
    void ofSeveralTheLastLeavesItClosed() throws Exception {
        try (OpenLedger first = OpenLedger.start(file, "of the first");
                OpenLedger second = OpenLedger.start(file, "of the second")) {
            first.stop();
            second.stop();
        }
        damage();

        open().close();
    }

    @Test
    void aFileThatAnotherProgramChangedIsReadAsAWhole() throws Exception {
        FileTime before = Files.getLastModifiedTime(file);
        damage();
        Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1));

        assertDamaged(() -> open().close());
    }

    @Test
    void aFileThatWasPutInItsPlaceIsReadAsAWhole() throws Exception {
        damage();
        FileTime before = Files.getLastModifiedTime(file);
        Path copy = file.resolveSibling("copy");
        Files.copy(file, copy);
        Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, before);

        assertDamaged(() -> open().close());
    }

    @Test
    void aLedgerOfAnOlderVersionIsReadAsAWholeOnce() throws Exception {
        Path lock = file.resolveSibling("ledger.db.lock");
        String first = Files.readString(lock).lines().findFirst().orElseThrow() + "\n";
        Files.writeString(lock, first);
        damage();

        assertDamaged(() -> open().close());

        Files.writeString(lock, first, StandardCharsets.US_ASCII);
        assertDamaged(() -> open().close());
    }

    @Test
    void lookingAtItLeavesTheFileAsItWas() throws Exception {
        FileTime before = Files.getLastModifiedTime(file);

        try (Ledger ledger = open()) {
            assertThat(ledger.runs().recent(null, 5)).hasSize(5);
        }

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(file.resolveSibling("ledger.db-wal")).doesNotExist();
    }

    private Ledger open() {
        return Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC());
    }

    /** Breaks the pages of the table's rows. The time of the file stays. */
    private void damage() throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page = pages.length() / 4096 / 2; page < pages.length() / 4096; page++) {
                pages.seek(page * 4096);
                pages.write(new byte[100]);
            }
        }
        Files.setLastModifiedTime(file, before);
    }

    private static void assertDamaged(Runnable use) {
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, use::run);
        assertThat(failure).as("the damage is found").isNotNull();
        assertThat(failure.code()).isEqualTo("ledger_damaged");
    }
}
