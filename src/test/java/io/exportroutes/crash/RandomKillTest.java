package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills (SIGKILL) at random moments, start after start, until each run is through all the same. */
@Tag("soak")
class RandomKillTest {
    private static final int KILLS = Integer.getInteger("crash.kills", 200);
    private static final int ROWS = 14_000;

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> killedIn = new TreeMap<>();

    /** How long an undisturbed start takes at least, in milliseconds. */
    private long whole = 60_000;

    @TempDir
    private Path directory;

    @Test
    void noKillLosesOrDoublesAnything() throws Exception {
        System.out.println("seed " + seed);
        undisturbed();
        int scenes = 0;
        while (kills() < KILLS) {
            try (Scene scene = Scene.open(Files.createDirectory(directory.resolve("scene" + scenes)), ROWS)) {
                disturb(scene);
                Aftermath.check(scene);
            }
            scenes++;
            System.out.printf("%d kills, %d runs, all whole; killed while the run was %s%n", kills(), scenes, killedIn);
        }
        assertThat(kills()).isGreaterThanOrEqualTo(KILLS);
    }

    private int kills() {
        return killedIn.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Measures a start that nobody kills. */
    private void undisturbed() throws Exception {
        try (Scene scene = Scene.open(Files.createDirectory(directory.resolve("calm")), ROWS)) {
            long begin = System.nanoTime();
            try (Victim calm = scene.once(null)) {
                assertThat(calm.status()).as("%s", calm.output()).isZero();
            }
            took(begin);
        }
    }

    /** The machine may have been busy at first: the shortest time counts, so that a kill comes before the end. */
    private void took(long beginNanos) {
        whole = Math.min(whole, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos));
    }

    private void disturb(Scene scene) throws IOException, InterruptedException {
        while (!scene.settled()) {
            long begin = System.nanoTime();
            try (Victim victim = scene.begun() ? scene.service() : scene.once(null)) {
                if (victim.endsWithin(whole / 3 + random.nextLong(whole * 2 / 3))) {
                    took(begin);
                } else {
                    victim.kill();
                    killedIn.merge(scene.state(), 1, Integer::sum);
                }
            }
        }
        // Settled is not all: the queue and the spool are cleared after it.
        scene.goOn(Clock.systemUTC());
    }
}
