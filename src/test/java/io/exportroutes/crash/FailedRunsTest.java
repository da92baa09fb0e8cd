package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Failed runs of every kind leave no thread, no file handle and no memory behind in the service. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "threads and handles are counted in /proc")
class FailedRunsTest {
    /** What pools and caches may hold more or less at the moment of counting; a leak in each run would be far above. */
    private static final int PLAY = 40;

    private static final long HEAP_PLAY = 5 << 20;

    @TempDir
    private Path directory;

    @Test
    void aHundred() throws Exception {
        failRuns(100, 13, HEAP_PLAY);
    }

    /** {@code mvn -Psoak test -Dtest=FailedRunsTest}, with {@code -Dfailed.runs=N} for another number. */
    @Test
    @Tag("soak")
    void tenThousand() throws Exception {
        failRuns(Integer.getInteger("failed.runs", 10_000), 42, 3 * HEAP_PLAY);
    }

    private void failRuns(int runs, int atOnce, long heapPlay) throws Exception {
        try (FailingSite failing = FailingSite.start(directory);
                Victim service = Victim.start(failing.site(), null, "run")) {
            Awaitility.await().until(() -> service.output().contains("ready: "));
            failing.failAll(atOnce);
            Usage before = Usage.of(service.pid());
            Map<Integer, Usage> seen = new TreeMap<>(Map.of(0, before));
            int done = 0;
            for (int next : new int[] {runs / 10, runs / 2, runs}) {
                while (done < next) {
                    done += failing.failAll(atOnce);
                }
                seen.put(done, Usage.of(service.pid()));
            }
            seen.forEach((count, usage) -> System.out.printf("after %,6d failed runs: %s%n", count, usage));
            System.out.println("how they failed: " + failing.codes());
            assertThat(failing.states()).as("%s", failing.codes()).containsOnlyKeys(RunState.FAILED);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Usage.of(service.pid()).minus(before))
                            .as("more than before, %s", before)
                            .matches(more -> more.threads() < PLAY)
                            .matches(more -> more.handles() < PLAY)
                            .matches(more -> more.heap() < heapPlay));
        }
    }
}
