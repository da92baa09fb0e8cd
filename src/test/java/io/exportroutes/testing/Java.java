package io.exportroutes.testing;

import io.exportroutes.lab.archive.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts a Java process of a test's own: with the class path of the tests, compiled quickly rather than well,
 * for none lives long, and with the libraries' classes from an archive, which halves what a start costs.
 */
public final class Java {
    /** First, and apart from folders: the JVM archives the classes of jars that come first. */
    private static final String LIBRARIES =
            entries().filter(Java::isLibrary).collect(Collectors.joining(File.pathSeparator));

    private static final String CLASS_PATH = Stream.concat(
                    Stream.of(LIBRARIES), entries().filter(entry -> !isLibrary(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    /** For the build as a whole: the first test that starts a process has it made, and nobody waits for it. */
    private static final Path ARCHIVE =
            Path.of("target", Runtime.version() + "-" + Integer.toHexString(LIBRARIES.hashCode()) + ".jsa");

    private static boolean asked;

    static {
        // A node that outlives its stopped test would join the next test's cluster when it meets the same port again.
        Runtime.getRuntime().addShutdownHook(new Thread(Java::endAll, "end-processes"));
    }

    private Java() {}

    /** A list to add to: the main class and its arguments come next. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(tool("java"));
        command.add("--enable-native-access=ALL-UNNAMED"); // as the launcher and the image do
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        if (isArchived()) {
            // One that was made for other libraries is ignored without a word.
            command.addAll(List.of(
                    "-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath(), "-Xlog:cds=off", "-Xlog:class+path=off"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH));
        return command;
    }

    /** A program of the JDK that runs the tests. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static Stream<String> entries() {
        return Stream.of(
                Objects.requireNonNull(System.getProperty("java.class.path")).split(File.pathSeparator));
    }

    private static boolean isLibrary(String entry) {
        return entry.endsWith(".jar");
    }

    /** Those that are Java: a database server has a hook of its own, which ends it in order. */
    private static void endAll() {
        ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static synchronized boolean isArchived() {
        if (Files.isRegularFile(ARCHIVE)) {
            return true;
        }
        if (!asked) {
            asked = true;
            Thread maker = new Thread(Java::archive, "class-archive");
            maker.setDaemon(true);
            maker.start();
        }
        return false;
    }

    private static void archive() {
        Path lock = ARCHIVE.resolveSibling(ARCHIVE.getFileName() + ".lock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock mine = file.tryLock()) {
            if (mine != null && !Files.isRegularFile(ARCHIVE)) {
                new ClassArchive(CLASS_PATH, LIBRARIES, ProcessBuilder.Redirect.DISCARD).make(ARCHIVE);
            }
        } catch (IOException e) {
            // A matter of speed alone. Thrown here, it would fail the test that happens to wait for something just now.
            System.err.println("No class archive was made, processes of tests start more slowly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
