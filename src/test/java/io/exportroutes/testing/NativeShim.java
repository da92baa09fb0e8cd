package io.exportroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A library of {@code src/test/c} that stands in for a few calls of the operating system in a process of its own, its native
 * libraries included.
 */
public final class NativeShim {
    private static final Path SOURCES = Path.of("src/test/c");

    private final Path library;

    private NativeShim(Path library) {
        this.library = library;
    }

    /**
     * Compiles it; where there is no C compiler, or no Linux, the test is skipped and says so.
     *
     * @param name the file's, without its end
     */
    public static NativeShim compile(String name, Path directory) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isCompiler(), "There is no C compiler (cc) on this Linux, or this is no Linux");
        Path library = directory.resolve(name + ".so");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-std=gnu11",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-O1",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        SOURCES.resolve(name + ".c").toString(),
                        "-ldl",
                        "-lpthread")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes());
        if (compiler.waitFor() != 0) {
            throw new IOException("cc refuses " + name + ": " + said);
        }
        return new NativeShim(library);
    }

    /** Into the environment of the process. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toAbsolutePath().toString());
    }

    private static boolean isCompiler() throws InterruptedException {
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            return false;
        }
        try {
            Process compiler = new ProcessBuilder("cc", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
