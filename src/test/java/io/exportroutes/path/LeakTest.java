package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Failed runs of every kind leave no thread and no file handle behind. */
@EnabledOnOs(OS.LINUX)
class LeakTest {
    private static final int AT_ONCE = 20;
    /** What pools and caches may hold more or less at the moment of counting; a leak in each run would be far above. */
    private static final int PLAY = 40;

    private static final String JOBS = """
            refused: {project: crm, export: database, include-tables: [nowhere], destinations: [mirror]}
            corrupt: {project: crm, export: schema, format: json, destinations: [mirror, archive]}
            unreachable: {project: crm, export: schema, format: sql, destinations: [vault]}
            """;

    @TempDir
    private Path directory;

    @Test
    void twoHundredFailedRuns() throws Exception {
        failRuns(200);
    }

    @Test
    @Tag("soak")
    void tenThousandFailedRuns() throws Exception {
        failRuns(Integer.getInteger("soak.runs", 10_000));
    }

    private void failRuns(int runs) throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("corrupt@download");
            journey.with("attempts: 3, initial-delay: 100ms", "attempts: 2, initial-delay: 1ms")
                    .begin(JOBS);
            fail(journey, AT_ONCE * 2);
            Count before = Count.now();
            for (int done = 0; done < runs; done += AT_ONCE) {
                fail(journey, AT_ONCE);
            }
            Awaitility.await("threads and handles after " + runs + " failed runs, before: " + before)
                    .untilAsserted(() -> assertThat(Count.now().minus(before))
                            .as("more threads and handles than before")
                            .matches(more -> more.threads() < PLAY && more.handles() < PLAY));
            System.out.printf("%d failed runs: before %s, after %s%n", runs, before, Count.now());
            assertThat(journey.engine().services().inFlight().sending()).isZero();
        }
    }

    private static void fail(Journey journey, int runs) {
        List<String> jobs = List.of("refused", "corrupt", "unreachable");
        List<String> ids = IntStream.range(0, runs)
                .mapToObj(number -> journey.submit(jobs.get(number % jobs.size())))
                .toList();
        for (String id : ids) {
            Run run = journey.settled(id);
            assertThat(run.state()).as("%s: %s", id, run.error()).isEqualTo(RunState.FAILED);
        }
    }

    private record Count(int threads, int handles) {
        static Count now() throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Count(Thread.getAllStackTraces().size(), (int) open.count());
            }
        }

        Count minus(Count other) {
            return new Count(threads - other.threads, handles - other.handles);
        }
    }
}
