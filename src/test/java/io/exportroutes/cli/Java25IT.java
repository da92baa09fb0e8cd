package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program by its launcher on a JDK 25: the one of the environment's JAVA25_HOME, or one of /usr/lib/jvm. The rest
 * of the tests runs on the JDK of the build.
 */
class Java25IT {
    private static final String JOB = """
            jobs:
              nightly: {project: crm, export: database, format: json, destinations: [archive, partner, mirror]}
            """;
    /** The JVM ends with an error instead of starting without its cache. */
    private static final String WITH_CACHE_ALONE = "-XX:AOTMode=on";

    @TempDir
    private Path directory;

    @Test
    void itStartsFromItsCacheDeliversAndGoesOnAfterAKill() throws Exception {
        Path jdk = jdk25();
        assumeTrue(jdk != null, "No JDK 25 is installed: set JAVA25_HOME to one");
        install();
        try (Site site = Site.start(
                Files.createDirectories(directory.resolve("site")),
                SandboxOptions.builder().rows(2000).build())) {
            site.configure(JOB);

            Said first = end(start(site, "", "once", "nightly"));
            assertThat(first.text()).contains("preparing quick starts").doesNotContain("no class archive", "WARNING");
            assertThat(first.status()).as(first.text()).isZero();
            killInTheMiddle(site);
            Said next = end(start(site, WITH_CACHE_ALONE, "once", "nightly"));

            assertThat(next.text()).contains("SUCCEEDED").doesNotContain("WARNING", "quick starts");
            assertThat(next.status()).as(next.text()).isZero();
            assertThat(end(start(site, WITH_CACHE_ALONE, "runs")).text())
                    .as("the first, the one that was killed, the next")
                    .containsPattern("(?s)SUCCEEDED.*SUCCEEDED.*SUCCEEDED")
                    .doesNotContain("TRANSFERRING");
            assertThat(copies(site.mirror())).as("artifacts and sidecars").hasSize(6);
            assertThat(copies(site.ssh().root())).hasSize(6);
            assertThat(site.s3().keys(Site.BUCKET)).hasSize(6);
        }
    }

    private void killInTheMiddle(Site site) throws Exception {
        site.sandbox().faults().plant("stall@download=1000x1");
        Process once = start(site, WITH_CACHE_ALONE, "once", "nightly");
        try {
            Awaitility.await()
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> site.sandbox().faults().idle().isEmpty());
        } finally {
            once.destroyForcibly().waitFor();
        }
    }

    /** The launcher and the routes beside what the build packaged; without sources it builds nothing. */
    private void install() throws IOException {
        Path target = Files.createDirectories(directory.resolve("home/target"));
        Files.copy(Path.of("export-routes"), home().resolve("export-routes"), StandardCopyOption.COPY_ATTRIBUTES);
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) { // a link to the folder Camel would not follow
                Files.copy(file, home().resolve(file.toString()));
            }
        }
        for (String name : List.of("export-routes.jar", "export-routes-lab.jar", "lib", "lab-lib")) {
            Files.createSymbolicLink(
                    target.resolve(name), Path.of("target", name).toAbsolutePath());
        }
    }

    private Path home() {
        return directory.resolve("home");
    }

    private record Said(int status, String text) {}

    private Process start(Site site, String options, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home().resolve("export-routes").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", site.config().toString()));
        command.addAll(List.of("--state", site.state().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", String.valueOf(jdk25()));
        builder.environment().put("JAVA_OPTS", options);
        return builder.start();
    }

    private static Said end(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private static List<Path> copies(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{8}T.*"))
                    .toList();
        }
    }

    private static @Nullable Path jdk25() throws IOException {
        String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            return Path.of(named);
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return null;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(installed, "*25*")) {
            for (Path jdk : found) {
                if (Files.isExecutable(jdk.resolve("bin/java"))) {
                    return jdk;
                }
            }
        }
        return null;
    }
}
