package io.exportroutes.lab.demo;

import io.exportroutes.lab.sandbox.Sandbox;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.lab.servers.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The stand-in API and a real server for each destination type, with the configuration that points at them. */
public final class Site implements AutoCloseable {
    /** The bucket that exists from the start. */
    public static final String BUCKET = "acme-backups";

    private final Path directory;
    private final Sandbox sandbox;
    private final S3Server s3;
    private final SshServer ssh;
    private final SmtpServer smtp;

    private Site(Path directory, SandboxOptions options) throws IOException {
        this.directory = directory;
        this.sandbox = Sandbox.start(options);
        this.s3 = S3Server.start(BUCKET);
        this.ssh = SshServer.start();
        this.smtp = SmtpServer.start();
        Files.createDirectories(config());
        ssh.knownHostsFile(config().resolve("known_hosts"));
    }

    /** Starts everything on ports that are free; the folder gets config, state and the mirror. */
    public static Site start(Path directory, SandboxOptions options) throws IOException {
        return new Site(directory, options);
    }

    public Path config() {
        return directory.resolve("config");
    }

    public Path state() {
        return directory.resolve("state");
    }

    /** Where the file destination of {@link #destinations()} writes. */
    public Path mirror() {
        return directory.resolve("mirror");
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public S3Server s3() {
        return s3;
    }

    public SshServer ssh() {
        return ssh;
    }

    public SmtpServer smtp() {
        return smtp;
    }

    /** Writes exports.yaml: this API and these destinations, then what the caller adds. */
    public void configure(String rest) throws IOException {
        Files.writeString(config().resolve("exports.yaml"), api() + destinations() + rest);
    }

    private String api() {
        return """
                version: 1
                api:
                  base-url: %s
                  token: %s
                  poll-interval: 200ms
                """.formatted(sandbox.baseUri(), sandbox.token());
    }

    private String destinations() {
        return """
                destinations:
                  archive: {type: s3, bucket: %s, region: eu-central-1, endpoint: "%s", path-style: true, access-key: %s, secret-key: %s}
                  vault: {type: s3, bucket: acme-vault, region: eu-central-1, endpoint: "%s", path-style: true, access-key: %s, secret-key: %s}
                  partner: {type: sftp, host: 127.0.0.1, port: %d, username: %s, password: %s, known-hosts-file: %s, directory: /incoming, create: true}
                  mirror: {type: file, directory: %s, create: true}
                  ops: {type: email, host: 127.0.0.1, port: %d, security: none, username: %s, password: %s, from: backups@example.com, to: [ops@example.com], attach-up-to: 10MB}
                """.formatted(
                        BUCKET,
                        s3.endpoint(),
                        s3.accessKey(),
                        s3.secretKey(),
                        s3.endpoint(),
                        s3.accessKey(),
                        s3.secretKey(),
                        ssh.port(),
                        ssh.username(),
                        ssh.password(),
                        config().resolve("known_hosts"),
                        mirror(),
                        smtp.port(),
                        smtp.username(),
                        smtp.password());
    }

    /** @throws IllegalStateException where one of the servers was to misbehave and never came to it */
    @Override
    public void close() {
        try (sandbox;
                s3;
                ssh) {
            smtp.close();
        }
    }
}
