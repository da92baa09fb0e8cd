package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.account.Account;
import io.exportroutes.account.PasswordHash;
import io.exportroutes.account.TokenHash;
import io.exportroutes.account.UsersFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@SuppressWarnings("NullAway.Init")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class WebCommandTest {
    private static final InputStream STANDARD = System.in;

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void configure() throws IOException {
        bench = new Bench(directory);
        Files.writeString(
                bench.config().resolve("exports.yaml"),
                "web: {users-file: " + file() + "}\n",
                StandardOpenOption.APPEND);
    }

    @AfterEach
    void close() {
        System.setIn(STANDARD);
        bench.close();
    }

    @Test
    void aUserIsAddedListedAndRemoved() {
        type("right horse\n");
        Bench.Outcome added = bench.run("web", "users", "add", "olga", "--role", "operator");
        assertThat(added.status()).as(added.err()).isZero();
        assertThat(added.out())
                .contains("olga may use page and API as operator")
                .doesNotContain("horse");
        assertThat(accounts().values()).singleElement().satisfies(account -> assertThat(
                        PasswordHash.matches("right horse".toCharArray(), account.credential()))
                .isTrue());

        bench.run("web", "users", "add", "vera@example.com", "--role", "viewer", "--proxy");
        assertThat(bench.run("web", "users", "list").out())
                .containsPattern("olga +operator +password")
                .containsPattern("vera@example.com +viewer +proxy");

        assertThat(bench.run("web", "users", "remove", "olga").out()).isEqualTo("removed olga\n");
        assertThat(accounts()).containsOnlyKeys("vera@example.com");
        Bench.Outcome again = bench.run("web", "users", "remove", "olga");
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("has no user olga");
    }

    @Test
    void aTokenIsShownOnceAndKeptAsAHash() throws IOException {
        JsonNode made = bench.run("web", "tokens", "add", "deploy", "--role", "operator", "--output", "json")
                .json();
        String token = made.path("token").asText();

        assertThat(token).startsWith("exr_").hasSizeGreaterThan(40);
        assertThat(Files.readString(file())).doesNotContain(token).contains(TokenHash.of(token));
        assertThat(bench.run("web", "tokens", "list").out()).contains("deploy").doesNotContain(token);
        assertThat(bench.run("web", "users", "list").out()).isEqualTo("There are no users.\n");
        assertThat(bench.run("web", "users", "remove", "deploy").status())
                .as("it is no user")
                .isEqualTo(2);
        assertThat(bench.run("web", "tokens", "remove", "deploy").status()).isZero();
    }

    @Test
    void whatIsWrongIsSaidAndChangesNothing() {
        type("short\n");
        assertThat(bench.run("web", "users", "add", "olga", "--role", "operator")
                        .err())
                .contains("too short");
        assertThat(bench.run("web", "users", "add", "olga", "--role", "admin").err())
                .contains("viewer or operator");
        assertThat(bench.run("web", "users", "add", "ol:ga", "--role", "viewer").status())
                .isEqualTo(2);
        assertThat(bench.run("web", "users", "add", "olga").status()).isEqualTo(2);
        assertThat(accounts()).isEmpty();
        bench.run("web", "tokens", "add", "ci", "--role", "viewer");
        assertThat(bench.run("web", "tokens", "add", "ci", "--role", "operator").err())
                .contains("already")
                .contains("remove ci");
        assertThat(bench.run("web", "users").status()).isEqualTo(2);
    }

    @Test
    void withoutAFileInTheConfigurationItSaysWhatToWrite() throws IOException {
        io.exportroutes.testing.Edit.file(
                bench.config().resolve("exports.yaml"), "web: {users-file: " + file() + "}\n", "");

        Bench.Outcome outcome = bench.run("web", "tokens", "add", "ci", "--role", "viewer");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("web: {users-file: config/web-users}");
    }

    private Path file() {
        return directory.resolve("web-users");
    }

    private Map<String, Account> accounts() {
        return new UsersFile(file()).accounts();
    }

    private static void type(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
