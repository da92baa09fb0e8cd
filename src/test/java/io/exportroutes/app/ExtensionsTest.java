package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {
    private static final String CAMEL = CamelContext.class.getPackage().getImplementationVersion();

    @TempDir
    private Path home;

    @Test
    void aComponentOfAnotherCamelIsRefusedWithItsRemedy() throws Exception {
        Path right = jar("ext/camel-kubernetes-" + CAMEL + ".jar", "org.apache.camel", "camel-kubernetes", CAMEL);
        assertThatCode(() -> of(right).check()).doesNotThrowAnyException();

        Path wrong = jar("ext/camel-kubernetes-4.10.0.jar", "org.apache.camel", "camel-kubernetes", "4.10.0");
        assertThatThrownBy(() -> of(right, wrong).check())
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(wrong + " is of Camel 4.10.0, and the program runs on Camel " + CAMEL)
                .extracting(failure -> ((PermanentFailure) failure).hint())
                .isEqualTo("Empty the folder, then put the right one there: mvn -Dadd=camel-kubernetes");
    }

    @Test
    void aComponentOfSomebodyElseHasAVersionOfItsOwn() throws Exception {
        Path other = jar("ext/camel-acme-1.2.jar", "com.example", "camel-acme", "1.2");
        assertThatCode(() -> of(other).check()).doesNotThrowAnyException();
    }

    @Test
    void aJarThatCannotBeReadIsNamed() throws Exception {
        Path broken = Files.writeString(
                Files.createDirectories(home.resolve("ext")).resolve("camel-kubernetes-" + CAMEL + ".jar"), "half");
        assertThatThrownBy(() -> of(broken).check())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageStartingWith(broken + " cannot be read");
    }

    @Test
    void whatTheProgramHasInAnotherVersionIsNoted() {
        Path lib = home.resolve("lib/jackson-core-2.22.4.jar");
        Path twice = home.resolve("ext/jackson-core-2.20.0.jar");
        Path more = home.resolve("ext/jackson-core-asl-1.9.jar");

        assertThat(of(lib, twice, more).notes())
                .containsExactly(
                        twice
                                + ": the program has jackson-core-2.22.4.jar, which is used instead, except for what it lacks. Remove the one in ext.");
        assertThat(of(lib, more).notes()).isEmpty();
    }

    private static Extensions of(Path... jars) {
        return Extensions.of(Stream.of(jars).map(Path::toString).collect(Collectors.joining(":")));
    }

    private Path jar(String name, String group, String artifact, String version) throws IOException {
        Path jar = home.resolve(name);
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/maven/%s/%s/pom.properties".formatted(group, artifact)));
            out.write("groupId=%s\nartifactId=%s\nversion=%s\n"
                    .formatted(group, artifact, version)
                    .getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
