package io.exportroutes.cli;

import io.exportroutes.testing.Java;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server of src/it/vault, which Maven has built, in a process of its own. */
final class VaultProcess implements AutoCloseable {
    static final String TOKEN = "sa-token-0123456789";

    private final Process process;
    private final String url;
    private final String certificate;

    /** @param secrets each {@code NAME/KEY=VALUE} */
    VaultProcess(Path log, String... secrets) throws IOException {
        Path built = Path.of("target", "it", "vault", "target");
        String libraries = Files.readString(built.resolve("classpath")).strip();
        List<String> command = new ArrayList<>(List.of(Java.tool("java"), "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(built.resolve("classes") + File.pathSeparator + libraries);
        command.addAll(List.of("vault.Vault", TOKEN));
        command.addAll(List.of(secrets));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("The vault did not start: " + Files.readString(log));
        }
        url = line.substring(0, line.indexOf(' '));
        certificate = line.substring(url.length() + 1);
    }

    String url() {
        return url;
    }

    /** How Camel reaches it, for application.properties. */
    String settings() {
        return """
                camel.kubernetes-config.client.masterUrl=%s
                camel.kubernetes-config.client.caCertFile=%s
                camel.kubernetes-config.client.oauthToken=%s
                camel.kubernetes-config.client.namespace=exports
                camel.kubernetes-config.client.requestRetryBackoffLimit=0
                """.formatted(url, certificate, TOKEN);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.outputWriter().close(); // it ends with its standard input
        process.waitFor();
    }

    /** As when the machine fails; nothing is closed in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
