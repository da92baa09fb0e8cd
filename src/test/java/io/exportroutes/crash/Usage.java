package io.exportroutes.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What another Java process holds.
 *
 * @param heap bytes of what is reachable
 */
record Usage(int threads, int handles, long heap) {
    /** The collector fills gaps that it leaves for now with arrays of this class. */
    private static final String FILLER = "[I";

    static Usage of(long pid) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(pid));
        return new Usage(count(process.resolve("task")), count(process.resolve("fd")), heap(pid));
    }

    Usage minus(Usage other) {
        return new Usage(threads - other.threads, handles - other.handles, heap - other.heap);
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    /** By the histogram, which collects all garbage first: {@code NUMBER: INSTANCES BYTES CLASS}. */
    private static long heap(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        List<String> lines =
                new String(jcmd.getInputStream().readAllBytes()).lines().toList();
        if (jcmd.waitFor() != 0) {
            throw new IOException(String.join("\n", lines));
        }
        return lines.stream()
                .map(line -> line.trim().split(" +"))
                .filter(words -> words.length >= 4 && words[0].endsWith(":"))
                .filter(words -> !words[3].equals(FILLER))
                .mapToLong(words -> Long.parseLong(words[2]))
                .sum();
    }

    @Override
    public String toString() {
        return "%d threads, %d file handles, %.1f MB of heap".formatted(threads, handles, heap / 1e6);
    }
}
