package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own, over a java and a mvn that only say how they were called. */
@SuppressWarnings("NullAway.Init")
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit 0; fi
            for word in "$@"; do echo "[$word]"; done
            exit 42
            """;
    private static final String MVN = """
            #!/bin/sh
            echo "mvn $* in $(pwd)" >&2
            mkdir -p target/lib && echo built >> target/export-routes.jar
            """;

    @TempDir
    Path directory;

    Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(directory.resolve("a home"));
        Files.copy(Path.of("export-routes"), home.resolve("export-routes"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        program("java", JAVA.formatted("17.0.15"));
        program("mvn", MVN);
    }

    @Test
    void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        Said first = launch("jobs");
        Said second = launch("jobs");

        assertThat(first.text()).contains("building once").contains("mvn -q -B -DskipTests package in " + home);
        assertThat(second.text()).doesNotContain("mvn");
        assertThat(second.status()).as("java's own").isEqualTo(42);
    }

    @Test
    void aNewerSourceBuildsAgain() throws Exception {
        launch("jobs");
        Files.setLastModifiedTime(home.resolve("target/export-routes.jar"), FileTime.fromMillis(0));

        assertThat(launch("jobs").text()).contains("building once");
        assertThat(launch("jobs").text()).doesNotContain("building once");
    }

    /** As after {@code mvn verify}; the java of this test can make none, which is not tried at each start. */
    @Test
    void theArchiveIsMadeOnceForEachJarWhoeverBuiltIt() throws Exception {
        launch("jobs");
        Files.createFile(home.resolve("target/export-routes-lab.jar"));

        Files.deleteIfExists(home.resolve("target/export-routes-17.0.15.jsa"));
        assertThat(launch("jobs").text()).as("over soon").doesNotContain("preparing quick starts");
        assertThat(launch("run").text()).contains("preparing quick starts").contains("no class archive was made");
        assertThat(launch("run").text()).doesNotContain("preparing quick starts");
        Files.setLastModifiedTime(home.resolve("target/export-routes-17.0.15.jsa"), FileTime.fromMillis(0));
        assertThat(launch("once", "nightly").text())
                .contains("preparing quick starts")
                .doesNotContain("building");
    }

    @Test
    void anEditedSourceBuildsAgain() throws Exception {
        Path source = Files.writeString(home.resolve("src/main/Source.java"), "class Source {}");
        launch("jobs");
        FileTime built = Files.getLastModifiedTime(home.resolve("target/export-routes.jar"));

        Files.setLastModifiedTime(source, FileTime.fromMillis(built.toMillis() + 1000));

        assertThat(launch("jobs").text()).contains("building once");
    }

    /** What one JDK archived another one ignores: it needs its own, and the first one's stays. */
    @Test
    void eachJdkHasItsOwnArchive() throws Exception {
        launch("jobs");
        Files.createFile(home.resolve("target/export-routes-lab.jar"));
        Files.writeString(home.resolve("target/export-routes-17.0.15.jsa"), "made by Java 17");
        Files.writeString(home.resolve("target/export-routes-25.0.3+9.aot"), "made by Java 25");

        assertThat(launch("run").text())
                .contains("[-XX:SharedArchiveFile=" + home + "/target/export-routes-17.0.15.jsa]")
                .doesNotContain("quick starts");
        program("java", JAVA.formatted("25.0.3+9"));
        assertThat(launch("run").text())
                .contains("[-XX:AOTCache=" + home + "/target/export-routes-25.0.3+9.aot]")
                .doesNotContain("quick starts", "SharedArchiveFile");
        program("java", JAVA.formatted("21.0.1"));
        assertThat(launch("run").text()).contains("preparing quick starts").doesNotContain("SharedArchiveFile");
    }

    /** Without a process: the java of this test is not asked for its version at all. */
    @Test
    void aJdkIsKnownByItsOwnFile() throws Exception {
        Path jdk = directory.resolve("jdk");
        program("java", JAVA.formatted("of no use"));
        Files.createDirectories(jdk.resolve("bin"));
        Files.copy(directory.resolve("programs/java"), jdk.resolve("bin/java"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(jdk.resolve("release"), """
                IMPLEMENTOR="Somebody"
                JAVA_RUNTIME_VERSION="25.0.3+9-LTS"
                JAVA_VERSION="25.0.3"
                """);
        Files.createDirectories(home.resolve("target/lib"));
        Files.writeString(home.resolve("target/export-routes.jar"), "built");
        Files.writeString(home.resolve("target/export-routes-25.0.3+9-LTS.aot"), "made");

        Said said = launch(home.resolve("export-routes"), Map.of("JAVA_HOME", jdk.toString()), "jobs");

        assertThat(said.text()).contains("export-routes-25.0.3+9-LTS.aot]");
        assertThat(said.status()).isEqualTo(42);
    }

    @Test
    void onceAloneCompilesLittle() throws Exception {
        launch("jobs");
        Files.createFile(home.resolve("target/export-routes-lab.jar"));

        assertThat(launch("once", "nightly").text())
                .contains("[-XX:CompilerDirectivesFile=" + home + "/target/compiler.json]");
        assertThat(launch("run").text()).doesNotContain("CompilerDirectivesFile");
    }

    @Test
    void theHeapIsBoundedUnlessItIsSaidHow() throws Exception {
        assertThat(launch("run").text()).contains("[-Xmx128m]");
        assertThat(launch("demo").text()).as("with its servers").doesNotContain("-Xmx");
        Path launcher = home.resolve("export-routes");
        for (String bound : List.of("-Xmx96m", "-XX:MaxRAMPercentage=60", "-XX:MaxHeapSize=1g")) {
            assertThat(launch(launcher, Map.of("JAVA_OPTS", bound), "run").text())
                    .contains("[" + bound + "]")
                    .doesNotContain("-Xmx128m");
        }
    }

    @Test
    void aBuildLeavesTheFileToAProcessThatRunsFromIt() throws Exception {
        launch("jobs");
        Path jar = home.resolve("target/export-routes.jar");
        Path seenByTheProcess = Files.createLink(directory.resolve("open file"), jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        launch("jobs");

        assertThat(seenByTheProcess).hasContent("built");
        assertThat(Files.isSameFile(jar, seenByTheProcess)).isFalse();
    }

    @Test
    void argumentsArriveAsTheyAreAndTheHomeIsTold() throws Exception {
        assertThat(launch("once", "two words", "*").text())
                .contains("[-Dexportroutes.home=" + home + "]", "[io.exportroutes.Main]\n[once]\n[two words]\n[*]")
                .contains("[" + home + "/target/export-routes.jar:" + home + "/target/lib/*]")
                .doesNotContain("lab");
    }

    @Test
    void itTellsThatNobodyWatchesWhereOutputIsNoTerminal() throws Exception {
        assertThat(launch("runs").text())
                .contains("[-Dexportroutes.terminal=false]", "[-Dexportroutes.output-terminal=false]");
    }

    @Test
    void theLabIsThereForItsOwnCommandsAlone() throws Exception {
        assertThat(launch("demo").text())
                .contains("/target/export-routes-lab.jar:")
                .contains("/target/lab-lib/*");
        assertThat(launch("sandbox", "--port", "0").text()).contains("/target/lab-lib/*");
    }

    /** At the end, where an archive of the program's own classes stays valid. */
    @Test
    void jarsOfTheFolderExtAreOnTheClassPathAfterItsOwn() throws Exception {
        String own = home + "/target/export-routes.jar:" + home + "/target/lib/*";
        Path ext = Files.createDirectories(home.resolve("ext"));
        assertThat(launch("run").text()).as("an empty one").contains("[" + own + "]");

        Files.createFile(ext.resolve("README"));
        assertThat(launch("run").text()).as("one without jars").contains("[" + own + "]");
        Files.createFile(ext.resolve("camel-kubernetes-4.18.0.jar"));

        assertThat(launch("run").text()).contains("[" + own + ":" + home + "/ext/*]");
        assertThat(launch("demo").text()).contains("/target/lab-lib/*:" + home + "/ext/*]");
    }

    @Test
    void theImageHasTheSameFolder() {
        assertThat(Path.of("docker", "Dockerfile"))
                .content()
                .contains("-cp '/app/export-routes.jar:/app/lib/*:/app/ext/*'");
    }

    @Test
    void aLinkToItIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectories(directory.resolve("bin")).resolve("er"), Path.of("../a home/export-routes"));

        assertThat(launch(link, Map.of(), "jobs").text()).contains("[-Dexportroutes.home=" + home + "]");
    }

    @Test
    void javaOptionsAreHonoured() throws Exception {
        assertThat(launch(home.resolve("export-routes"), Map.of("JAVA_OPTS", "-Xmx96m -Dx=y"), "run")
                        .text())
                .contains("[-Xmx96m]\n[-Dx=y]\n");
    }

    /** Else Java 24 and later warns on standard error, where the log is, that SQLite's driver loads a native library. */
    @Test
    void nativeLibrariesAreGrantedByTheLauncherAndByTheImage() throws Exception {
        assertThat(launch("runs").text()).contains("[--enable-native-access=ALL-UNNAMED]");
        assertThat(Path.of("docker", "Dockerfile"))
                .content()
                .contains("exec java --enable-native-access=ALL-UNNAMED $JAVA_OPTS");
    }

    @Test
    void anOldJavaIsNamedBeforeAnythingIsBuilt() throws Exception {
        program("java", JAVA.formatted("1.8.0_402"));

        Said said = launch("jobs");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("too old").contains("JDK 17").doesNotContain("building");
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        Said said = launch(home.resolve("export-routes"), Map.of("JAVA_HOME", "/nowhere"), "jobs");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("JAVA_HOME is /nowhere");
    }

    @Test
    void aFailedBuildEndsIt() throws Exception {
        program("mvn", "#!/bin/sh\necho broken\nexit 1\n");

        Said said = launch("jobs");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("broken").contains("The build failed").doesNotContain("io.exportroutes.Main");
    }

    private record Said(int status, String text) {}

    private Said launch(String... arguments) throws Exception {
        return launch(home.resolve("export-routes"), Map.of(), arguments);
    }

    private Said launch(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("PATH", directory.resolve("programs") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(directory.resolve("programs")).resolve(name);
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
