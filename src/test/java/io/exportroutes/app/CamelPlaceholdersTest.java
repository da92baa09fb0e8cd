package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a function that asks a server, as those of vaults do; VaultIT has a vault. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CamelPlaceholdersTest {
    @TempDir
    private Path config;

    @Test
    void aSecretIsTakenAsItIs() throws Exception {
        try (ServerSocket server = server()) {
            saying(server, "a{{b}}c ");
            assertThat(new CamelPlaceholders(config).apply("{{socket:" + server.getLocalPort() + "}}"))
                    .isEqualTo("a{{b}}c ");
        }
    }

    @Test
    void whatStandsWithinIsResolvedFirst() throws Exception {
        try (ServerSocket server = server()) {
            Files.writeString(config.resolve("application.properties"), "vault.port=" + server.getLocalPort());
            saying(server, "s3cr3t");
            assertThat(new CamelPlaceholders(config).apply("{{socket:{{vault.port}}}}"))
                    .isEqualTo("s3cr3t");
        }
    }

    @Test
    void aSecretThatIsNotThereIsNamed() throws Exception {
        try (ServerSocket server = server()) {
            saying(server, "");
            String placeholder = "{{socket:" + server.getLocalPort() + "}}";
            mistake(new CamelPlaceholders(config), placeholder).hasMessageStartingWith(placeholder + " has no value");
        }
    }

    @Test
    void aVaultThatNeverAnswersIsGivenUpAndNotAskedAgain() throws Exception {
        try (ServerSocket silent = server()) {
            CamelPlaceholders placeholders = new CamelPlaceholders(config, Duration.ofSeconds(2));
            String placeholder = "{{socket:" + silent.getLocalPort() + "}}";

            mistake(placeholders, placeholder)
                    .hasMessageContaining("the vault cannot be reached: there was no answer within 2s")
                    .extracting(failure -> ((PermanentFailure) failure).hint())
                    .asString()
                    .contains("application.properties");
            mistake(placeholders, placeholder).hasMessageContaining("cannot be resolved either");

            silent.accept().close();
            silent.setSoTimeout(1);
            assertThatThrownBy(silent::accept).as("a second call").isInstanceOf(IOException.class);
        }
    }

    @Test
    void aVaultThatRefusesIsNamedByItsAddress() throws Exception {
        ServerSocket gone = server();
        gone.close();
        String placeholder = "{{socket:" + gone.getLocalPort() + "}}";
        mistake(new CamelPlaceholders(config), placeholder)
                .hasMessage(placeholder + " cannot be resolved, the vault cannot be reached: Port "
                        + gone.getLocalPort() + " failed: Connection refused");
    }

    /** Camel alone would take the word for a property, and what follows for its default: the path would be the password. */
    @Test
    void aVaultWithoutItsComponentSaysWhatToPutWhere() {
        CamelPlaceholders.VAULTS.forEach(
                (kind, component) -> mistake(new CamelPlaceholders(config), "{{" + kind + ":zangtable/token}}")
                        .hasMessageContaining("needs Camel's component " + component)
                        .extracting(failure -> ((PermanentFailure) failure).hint())
                        .asString()
                        .contains("into the folder ext, by mvn -Dadd=" + component));
    }

    @Test
    void aKindThatNobodyKnowsIsAMistake() throws Exception {
        mistake(new CamelPlaceholders(config), "{{hashicrop:secret:token}}")
                .hasMessageContaining("is of no known kind")
                .extracting(failure -> ((PermanentFailure) failure).hint())
                .asString()
                .contains("env, file, gcp, hashicorp, secret, sys");

        Files.writeString(config.resolve("application.properties"), "bucket=acme");
        assertThat(new CamelPlaceholders(config).apply("{{bucket:another}}"))
                .as("a property and its default")
                .isEqualTo("acme");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> mistake(
            CamelPlaceholders placeholders, String placeholder) {
        Placeholders asUsed = new Placeholders(name -> null, placeholders);
        return assertThatThrownBy(() -> asUsed.apply(placeholder)).isInstanceOf(PermanentFailure.class);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void saying(ServerSocket server, String text) {
        DaemonThreads.named("vault-server")
                .newThread(() -> {
                    try (Socket socket = server.accept()) {
                        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }
}
