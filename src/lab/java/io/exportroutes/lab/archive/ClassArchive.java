package io.exportroutes.lab.archive;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the program once on a stand-in of everything, notes which classes it loads, and has the JVM archive them (class-data
 * sharing, JEP 310): {@code ClassArchive CLASSPATH ARCHIVE}. If the archive's name ends with {@code .aot}, it is a cache that
 * Java 25 and later make: the classes as they were linked (JEP 483, 514).
 */
public final class ClassArchive {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** As a shell reports SIGTERM. */
    private static final int STOPPED = 143;

    private static final String CACHE = ".aot";

    private static final String JOB = """
            jobs:
              warm: {project: crm, export: schema, schedule: "* * * * * ?", destinations: [archive, partner, mirror, ops]}
            """;

    private final String classPath;
    private final String archived;
    private final ProcessBuilder.Redirect output;

    /**
     * @param classPath of the program
     * @param archived its first entries, all of them jars: their classes are archived
     * @param output where what the JVM says goes
     */
    public ClassArchive(String classPath, String archived, ProcessBuilder.Redirect output) {
        this.classPath = classPath;
        this.archived = archived;
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new ClassArchive(arguments[0], arguments[0], ProcessBuilder.Redirect.INHERIT).make(Path.of(arguments[1]));
    }

    /** Makes it, and leaves nothing under its name until it is whole. */
    public void make(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("export-routes-archive");
        try {
            make(archive, folder);
        } finally {
            delete(folder);
        }
    }

    private void make(Path archive, Path folder) throws IOException, InterruptedException {
        Path written = folder.resolve("archive");
        Path classes = folder.resolve("classes");
        boolean cache = archive.toString().endsWith(CACHE);
        train(folder, cache ? caching(written) : List.of("-XX:DumpLoadedClassList=" + classes));
        if (!cache) {
            List<String> dump = java(
                    archived,
                    List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + written));
            await(start(dump), 0, dump);
        }
        Path beside = archive.resolveSibling(archive.getFileName() + ".new");
        Files.copy(written, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * With the launcher's collector, whose objects the cache has; Java 17 writes them with its default one, and reads them with each. And
     * without what the training run learned about methods (JEP 515): with it the JVM computes the check sums of AES-GCM in Java for long
     * before it uses the processor's instructions (docs/decisions/0024). A later version without that option ignores it.
     */
    private static List<String> caching(Path written) {
        return List.of(
                "-XX:AOTCacheOutput=" + written,
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining");
    }

    /** The service, from its start to its end, with one delivery to each kind of destination. */
    private void train(Path folder, List<String> record) throws IOException, InterruptedException {
        try (Site site = Site.start(folder, SandboxOptions.defaults())) {
            site.configure(JOB);
            List<String> command = java(classPath, record);
            command.addAll(List.of("-Dcamel.management.port=0", "io.exportroutes.Main", "run"));
            command.addAll(List.of("--config", site.config().toString()));
            command.addAll(List.of("--state", site.state().toString()));
            Process service = start(command);
            awaitDelivery(service, site.mirror());
            service.destroy();
            await(service, STOPPED, command);
        }
    }

    private static List<String> java(String classPath, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As the launcher starts the program: an archive made otherwise leaves out the module graph of later versions.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        String home = System.getProperty("exportroutes.home");
        if (home != null) {
            command.add("-Dexportroutes.home=" + home);
        }
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        // Whoever is ended meanwhile leaves no service behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "class-archive-end"));
        return process;
    }

    /** By then everything that a run needs is loaded. */
    private static void awaitDelivery(Process service, Path mirror) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!delivered(mirror)) {
            if (System.nanoTime() > end || service.waitFor(50, TimeUnit.MILLISECONDS)) {
                service.destroyForcibly();
                throw new IOException("Nothing was delivered to " + mirror);
            }
        }
    }

    private static boolean delivered(Path mirror) throws IOException {
        if (!Files.isDirectory(mirror)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(mirror)) {
            return files.anyMatch(file -> file.toString().endsWith(".manifest.json"));
        }
    }

    private static void await(Process process, int status, List<String> command)
            throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("It takes longer than " + LONGEST + ": " + command);
        }
        if (process.exitValue() != status) {
            throw new IOException("It ended with " + process.exitValue() + ": " + command);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
