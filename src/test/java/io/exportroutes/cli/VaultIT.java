package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.cli.Installation.Said;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program with the components of vaults in its folder ext, put there by the documented command: Kubernetes' over a real
 * API server, AWS's over one that knows the one call.
 */
@SuppressWarnings("NullAway.Init")
class VaultIT {
    private static final String JOB = """
            jobs:
              nightly: {project: crm, export: database, format: json, destinations: [mirror]}
            """;

    @TempDir
    private static Path directory;

    private static Installation installation;
    private static Site site;
    private static VaultProcess vault;

    @BeforeAll
    static void install() throws Exception {
        // Without the lab's jar it prepares no quick starts.
        installation = new Installation(directory.resolve("home"), List.of("export-routes.jar", "lib"));
        add("camel-kubernetes");
        add("camel-aws-secrets-manager");
        site = Site.start(Files.createDirectories(directory.resolve("site")), SandboxOptions.defaults());
        vault = new VaultProcess(
                directory.resolve("vault.log"),
                "zangtable/token=" + site.sandbox().token(),
                "forbidden/token=x");
    }

    @AfterAll
    static void end() throws Exception {
        vault.close();
        site.close();
    }

    /** The folder has the token's text in its name, so that the log has something to mask. */
    @Test
    void aRunTakesItsTokenFromTheVaultAndNoLogShowsIt() throws Exception {
        configure(vault.settings(), "{{secret:zangtable/token}}");
        edit("directory: " + site.mirror(), "directory: \"" + site.mirror() + "/{{secret:zangtable/token}}\"");

        Said validate = launch("validate");
        Said once = launch(
                "once",
                "nightly",
                "--verbose",
                "--log-format",
                "json",
                "--state",
                site.state().toString());

        assertThat(validate.text()).contains("is valid").doesNotContain("note: ");
        assertThat(once.status()).as(once.text()).isZero();
        assertThat(once.text().lines().filter(line -> line.startsWith("{")))
                .anyMatch(line -> line.contains(site.mirror() + "/xxxxxx"))
                .noneMatch(line -> line.contains(site.sandbox().token()));
        assertThat(Files.isDirectory(site.mirror().resolve(site.sandbox().token())))
                .isTrue();
    }

    @Test
    void aComponentOfAnotherCamelIsRefused() throws Exception {
        Path right = installation.ext().resolve("camel-kubernetes-4.18.0.jar");
        Path wrong = installation.ext().resolve("camel-zookeeper-4.10.0.jar");
        configure(vault.settings(), "{{secret:zangtable/token}}");
        try (FileSystem jar = FileSystems.newFileSystem(Files.copy(right, wrong))) {
            Path pom = jar.getPath("META-INF/maven/org.apache.camel/camel-kubernetes/pom.properties");
            Files.writeString(pom, "artifactId=camel-zookeeper\nversion=4.10.0\n");
        }
        try {
            Said validate = launch("validate");
            assertThat(validate.status()).isEqualTo(2);
            assertThat(validate.text())
                    .contains(wrong + " is of Camel 4.10.0, and the program runs on Camel 4.18.0")
                    .contains("mvn -Dadd=camel-zookeeper");
        } finally {
            Files.delete(wrong);
        }
    }

    @Test
    void eachSecretThatTheVaultDoesNotGiveIsAMistakeWithPlaceAndRemedy() throws Exception {
        configure(vault.settings(), "{{secret:nosuch/token}}");
        edit("access-key: " + site.s3().accessKey(), "access-key: \"{{secret:forbidden/token}}\"");
        edit("host: 127.0.0.1", "host: \"{{hashicorp:secret:hosts#mail}}\"");

        Said validate = launch("validate");

        assertThat(validate.status()).as(validate.text()).isEqualTo(2);
        assertThat(validate.text().lines())
                .anyMatch(line -> line.contains("exports.yaml:4:10: api.token: {{secret:nosuch/token}} has no value")
                        && line.endsWith("Create it, or correct its name."))
                .anyMatch(line ->
                        line.contains("destinations.archive.access-key: {{secret:forbidden/token}} cannot be resolved")
                                && line.contains("secrets is forbidden")
                                && line.endsWith("and that they give the right to read it."))
                .anyMatch(line ->
                        line.contains("destinations.ops.host: {{hashicorp:secret:hosts#mail}} needs Camel's component")
                                && line.contains("Put it into the folder ext, by mvn -Dadd=camel-hashicorp-vault"))
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void aVaultThatIsDownIsNamedAndAskedOnce() throws Exception {
        VaultProcess other = new VaultProcess(directory.resolve("other.log"), "zangtable/token=x");
        configure(other.settings(), "{{secret:zangtable/token}}");
        edit("access-key: " + site.s3().accessKey(), "access-key: \"{{secret:s3/key}}\"");
        other.kill();

        Said validate = launch("validate");

        assertThat(validate.status()).as(validate.text()).isEqualTo(2);
        assertThat(validate.text())
                .contains("api.token: {{secret:zangtable/token}} cannot be resolved, the vault cannot be reached: ")
                .contains(other.url().substring("https://".length()).replace("localhost", "localhost/127.0.0.1"))
                .contains("destinations.archive.access-key: {{secret:s3/key}} cannot be resolved either")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void theComponentForAwsRunsOnOurSdk() throws Exception {
        try (SecretsManager aws =
                SecretsManager.start(Map.of("zangtable/token", site.sandbox().token()))) {
            configure(aws.settings(), "{{aws:zangtable/token}}");
            assertThat(launch("validate").text()).contains("is valid");

            edit("{{aws:zangtable/token}}", "{{aws:nosuch}}");
            assertThat(launch("validate").text())
                    .contains("api.token: {{aws:nosuch}} cannot be resolved: ", "can't find the specified secret");
        }
    }

    private static void configure(String settings, String token) throws IOException {
        site.configure(JOB);
        edit("token: " + site.sandbox().token(), "token: \"" + token + '"');
        Files.writeString(site.config().resolve("application.properties"), settings);
    }

    private static void edit(String before, String after) throws IOException {
        Edit.file(site.config().resolve("exports.yaml"), before, after);
    }

    private static Said launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--config", site.config().toString()));
        return Installation.end(installation.start(Map.of(), command));
    }

    private static void add(String component) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("mvn", "-B", "-q", "-Dadd=" + component, "-Dadd.folder=" + installation.ext()));
        String repository = System.getProperty("localRepository"); // of the Maven that runs the tests
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        Process maven = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor()).as(said).isZero();
        try (Stream<Path> added = Files.list(installation.ext())) {
            assertThat(added.map(jar -> jar.getFileName().toString())).contains(component + "-4.18.0.jar");
        }
    }
}
