package io.exportroutes.secrets;

import io.exportroutes.lab.sandbox.Sandbox;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.lab.servers.SshServer;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.path.Home;
import io.exportroutes.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A real server of each kind that asks for a secret, and the configuration that has them all. */
final class SecretsScene implements AutoCloseable {
    static final String BUCKET = "acme-backups";

    final Canaries canaries = new Canaries();
    final Sandbox sandbox;
    final S3Server s3 = S3Server.start(BUCKET);
    final SshServer ssh;
    final SmtpServer smtp = SmtpServer.start();
    final LedgerSource ledger;
    final Path home;
    final TracedProgram program;

    SecretsScene(Path home) throws IOException {
        this.home = home;
        sandbox = Sandbox.start(SandboxOptions.builder()
                .token(canaries.add("token", "pat_canary-of-the-api-0123456789"))
                .build());
        ssh = SshServer.start(canaries.add("ssh password", "canary \"of\" \\ssh/ &=+ 1"));
        ledger = PostgresServer.withPassword(canaries.add("database password", "canary-of-the-database#?&+%'1"));
        canaries.add("passphrase", "canary-of-the-key-file 31");
        canaries.add("s3 secret key", s3.secretKey());
        canaries.add("mail password", smtp.password());
        Home.withKamelet(home, "planted", PlantedLeaks.class);
        Files.createDirectories(home.resolve("config"));
        ssh.let("keyed");
        ssh.knownHostsFile(home.resolve("config/known_hosts"));
        ssh.privateKeyFile(home.resolve("config/key"), canaries.value("passphrase"));
        program = new TracedProgram(home, Map.of(PlantedLeaks.VARIABLE, canaries.value("token")));
        configure("");
    }

    /** Writes exports.yaml, with something after each of these secrets so that it is wrong; none where it is empty. */
    void configure(String wrong) throws IOException {
        String yaml = """
                version: 1
                api: {base-url: "%1$s", token: "%2$s", poll-interval: 100ms}
                ledger: {url: "%3$s", username: %4$s, password: '%5$s'}
                destinations:
                  archive: {type: s3, bucket: acme-backups, region: eu-central-1, endpoint: "%6$s", path-style: true, access-key: %7$s, secret-key: "%8$s"}
                  vault: {type: s3, bucket: acme-vault, region: eu-central-1, endpoint: "%6$s", path-style: true, access-key: %7$s, secret-key: "%8$s"}
                """.formatted(
                        sandbox.baseUri(),
                        canaries.value("token"),
                        ledger.url(),
                        ledger.username(),
                        canaries.value("database password").replace("'", "''"),
                        s3.endpoint(),
                        s3.accessKey(),
                        s3.secretKey() + wrong);
        Files.writeString(home.resolve("config/exports.yaml"), yaml + others(wrong));
    }

    private String others(String wrong) {
        return """
                  partner: {type: sftp, host: 127.0.0.1, port: %1$d, username: acme, password: '%2$s', known-hosts-file: %3$s/known_hosts, directory: /incoming, create: true}
                  keyed: {type: sftp, host: 127.0.0.1, port: %1$d, username: keyed, private-key-file: %3$s/key, private-key-passphrase: "%4$s", known-hosts-file: %3$s/known_hosts, directory: /keyed, create: true}
                  mirror: {type: file, directory: "%5$s", create: true}
                  ops: {type: email, host: 127.0.0.1, port: %6$d, security: none, username: acme, password: "%7$s", from: backups@example.com, to: [ops@example.com], attach-up-to: 10MB}
                  planted: {type: planted}
                defaults:
                  retry: {attempts: 2, initial-delay: 50ms, multiplier: 1, max-delay: 100ms}
                  destinations: [archive, vault, partner, keyed, mirror, ops, planted]
                jobs:
                  nightly: {project: crm, export: database}
                  schema: {project: crm, export: schema, format: sql}
                  nowhere: {project: nowhere, export: schema}
                """.formatted(
                        ssh.port(),
                        ssh.password() + wrong,
                        home.resolve("config"),
                        canaries.value("passphrase") + wrong,
                        home.resolve("mirror"),
                        smtp.port(),
                        smtp.password() + wrong);
    }

    /** Writes another exports.yaml, in which a text is replaced by another. */
    void change(String before, String after) throws IOException {
        Path file = home.resolve("config/exports.yaml");
        String text = Files.readString(file);
        if (!text.contains(before)) {
            throw new IllegalArgumentException("exports.yaml has no " + Objects.requireNonNull(before));
        }
        Files.writeString(file, text.replace(before, after));
    }

    @Override
    public void close() {
        smtp.close();
        ssh.close();
        s3.close();
        sandbox.close();
    }
}
