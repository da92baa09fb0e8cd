package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.SpoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolRoomTest {
    private static final long MB = 1 << 20;

    @TempDir
    private Path directory;

    private Spool spool;

    @BeforeEach
    void openSpool() {
        spool = new Spool(directory.resolve("spool"), Duration.ofSeconds(5));
    }

    @Test
    void twoDownloadsNeverCountOnTheSameSpace() {
        SpoolRoom room = new SpoolRoom(spool, new SpoolConfig(10 * MB, 0));
        assertThat(room.promise("exp_1", 6 * MB)).isEmpty();
        assertThat(room.promise("exp_2", 6 * MB))
                .hasValueSatisfying(why -> assertThat(why).contains(String.valueOf(6 * MB), "max-size is " + 10 * MB));
        room.release("exp_1");
        assertThat(room.promise("exp_2", 6 * MB)).isEmpty();
    }

    @Test
    void whatLiesInTheSpoolCounts() throws IOException {
        Files.write(directory.resolve("spool/left.artifact"), new byte[(int) (5 * MB)]);
        SpoolRoom room = new SpoolRoom(spool, new SpoolConfig(10 * MB, 0));
        assertThat(room.promise("exp_1", 5 * MB + 1)).isPresent();
        assertThat(room.promise("exp_1", 5 * MB)).isEmpty();
    }

    @Test
    void theReserveOfTheDiskIsNeverPromised() {
        SpoolRoom room = new SpoolRoom(spool, new SpoolConfig(null, spool.usableBytes() + (1L << 40)));
        assertThat(room.promise("exp_1", 1))
                .hasValueSatisfying(why -> assertThat(why).contains("limits.spool.reserve"));
    }

    @Test
    void aDownloadOfUnknownSizeIsLookedAtWhileItGrows() throws IOException {
        SpoolRoom room = new SpoolRoom(spool, new SpoolConfig(2 * MB, 0));
        assertThat(room.promise("exp_1", -1)).isEmpty();
        assertThat(room.grow("exp_1", (int) MB / 2)).isEmpty();
        Files.write(directory.resolve("spool/other.artifact"), new byte[(int) (2 * MB)]);
        assertThat(room.grow("exp_1", (int) MB)).isPresent();
    }

    @Test
    void whatIsLargerThanTheSpoolMayEverBeNeverFits() {
        SpoolRoom room = new SpoolRoom(spool, new SpoolConfig(MB, 0));
        assertThat(room.neverFits(MB)).isFalse();
        assertThat(room.neverFits(MB + 1)).isTrue();
        assertThat(new SpoolRoom(spool, new SpoolConfig(null, 0)).neverFits(Long.MAX_VALUE))
                .isFalse();
    }
}
