package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeWatchTest {
    private static final int MANY = 1001;

    @TempDir
    private Path folder;

    private final SteppedClock clock = new SteppedClock(Samples.NIGHT.plus(Duration.ofDays(1)));

    @Test
    void eachNewExportOfARunIsAChangeAndNothingElseIs() {
        try (Ledger ledger = ledger(1)) {
            ChangeWatch watch = new ChangeWatch(ledger, clock);
            assertThat(watch.look().isEmpty()).as("nothing to compare with").isTrue();
            clock.step(ChangeWatch.TICK);
            assertThat(watch.look().isEmpty()).isTrue();

            take(ledger, 1);

            assertThat(watch.look()).isEqualTo(new Changes(Set.of("crm-nightly"), Set.of("r1"), false));
        }
    }

    /** Its exports are too many to count each second. */
    @Test
    void aLargeRunChangesEveryFewSecondsForAsLongAsItLasts() {
        try (Ledger ledger = ledger(MANY)) {
            ChangeWatch watch = new ChangeWatch(ledger, clock);
            watch.look();
            assertThat(watch.look().isEmpty()).isTrue();

            clock.step(ChangeWatch.TICK);
            assertThat(watch.look().runs()).containsExactly("r1");
            assertThat(watch.look().isEmpty()).isTrue();
        }
    }

    /** With a run that has so many exports. */
    private Ledger ledger(int exports) {
        Ledger ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
        ledger.runs().add(Samples.run("r1"));
        for (int number = 0; number < exports; number++) {
            take(ledger, number + 100);
        }
        return ledger;
    }

    private static void take(Ledger ledger, int number) {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_" + number), "crm", "r1");
    }
}
