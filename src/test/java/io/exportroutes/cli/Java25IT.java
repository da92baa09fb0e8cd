package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exportroutes.cli.Installation.Said;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private @Nullable Installation installation;

    @Test
    void itStartsFromItsCacheDeliversAndGoesOnAfterAKillAlsoWithAFurtherJar() throws Exception {
        Path jdk = jdk25();
        assumeTrue(jdk != null, "No JDK 25 is installed: set JAVA25_HOME to one");
        installation = new Installation(
                directory.resolve("home"), List.of("export-routes.jar", "export-routes-lab.jar", "lib", "lab-lib"));
        try (Site site = Site.start(
                Files.createDirectories(directory.resolve("site")),
                SandboxOptions.builder().rows(2000).build())) {
            site.configure(JOB);

            Said first = Installation.end(start(site, "", "once", "nightly"));
            assertThat(first.text()).contains("preparing quick starts").doesNotContain("no class archive", "WARNING");
            assertThat(first.status()).as(first.text()).isZero();
            killInTheMiddle(site);
            Files.copy(
                    Path.of("target", "export-routes-lab.jar"),
                    Files.createDirectories(installed().ext()).resolve("added.jar"));
            Said next = Installation.end(start(site, WITH_CACHE_ALONE, "once", "nightly"));

            assertThat(next.text()).contains("SUCCEEDED").doesNotContain("WARNING", "quick starts");
            assertThat(next.status()).as(next.text()).isZero();
            assertThat(Installation.end(start(site, WITH_CACHE_ALONE, "runs")).text())
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

    private Process start(Site site, String options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of(
                "--config", site.config().toString(), "--state", site.state().toString()));
        return installed().start(Map.of("JAVA_HOME", String.valueOf(jdk25()), "JAVA_OPTS", options), command);
    }

    private Installation installed() {
        return Objects.requireNonNull(installation);
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
