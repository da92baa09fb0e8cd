package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.ForgetfulDisk.Left;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A SQLite ledger after a power failure. */
@SuppressWarnings("NullAway.Init")
class SqlitePowerCutTest {
    /** Some 1,400 pages: SQLite moves its log into the ledger after 1,000. */
    private static final int RUNS = 300;

    @TempDir
    private Path directory;

    private ForgetfulDisk disk;

    @BeforeEach
    void begin() throws Exception {
        disk = ForgetfulDisk.of(Files.createDirectory(directory.resolve("disk")), directory.resolve("store"));
    }

    @ParameterizedTest
    @EnumSource
    void eachRunThatWasConfirmedIsThere(Left left) throws Exception {
        addRunsAndCutPower(left);

        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(file()), Clock.systemUTC())) {
            assertThat(ledger.runs().recent(null, RUNS + 1)).hasSize(RUNS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thatALedgerWasMadeIsRememberedWhereItIsGone(Left left) throws Exception {
        addRunsAndCutPower(left);
        for (String end : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file().resolveSibling("ledger.db" + end));
        }

        PermanentFailure failure = catchThrowableOfType(
                PermanentFailure.class, () -> Ledger.open(LedgerSource.sqlite(file()), Clock.systemUTC())
                        .close());

        assertThat(failure).as("it was begun anew").isNotNull();
        assertThat(failure.code()).isEqualTo("ledger_damaged");
    }

    /** As after a clean stop, where the last note may be missing and the log back again. */
    @Test
    void aLedgerThatWasClosedIsThereToo() throws Exception {
        assertThat(disk.run(Filler.class, file().toString(), "close")).isZero();
        disk.cutPower(Left.FORCED);

        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(file()), Clock.systemUTC())) {
            assertThat(ledger.runs().recent(null, RUNS + 1)).hasSize(RUNS);
        }
    }

    private void addRunsAndCutPower(Left left) throws IOException, InterruptedException {
        assertThat(disk.run(Filler.class, file().toString(), "die")).isEqualTo(Filler.DEAD);
        disk.cutPower(left);
    }

    private Path file() {
        return directory.resolve("disk/state/ledger.db");
    }

    /** A process that makes a ledger, adds runs, and then dies or closes it. */
    static final class Filler {
        static final int DEAD = 137;

        private Filler() {}

        public static void main(String[] arguments) {
            try (Ledger ledger = Ledger.open(LedgerSource.sqlite(Path.of(arguments[0])), Clock.systemUTC())) {
                for (int number = 0; number < RUNS; number++) {
                    ledger.runs().add(Samples.full("r" + number));
                }
                if (arguments[1].equals("die")) {
                    Runtime.getRuntime().halt(DEAD);
                }
            }
        }
    }
}
