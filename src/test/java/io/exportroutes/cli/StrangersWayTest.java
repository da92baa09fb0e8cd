package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Tool;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/custody.md for a stranger, as they stand there, on what the program put into a bucket. */
class StrangersWayTest {
    private static final Pattern LINES = Pattern.compile("### The stranger's way\n.*?```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theLinesDoWhatTheySay() throws Exception {
        Path identity = directory.resolve("ops.key");
        Tool.run(directory, new byte[0], "age-keygen", "-o", identity.toString());
        String recipient = Files.readAllLines(identity).stream()
                .filter(line -> line.startsWith("# public key: "))
                .map(line -> line.substring("# public key: ".length()))
                .findFirst()
                .orElseThrow();
        try (Site site = Site.start(directory.resolve("site"), SandboxOptions.defaults())) {
            archive(site, recipient);
            download(site);
        }

        Tool done = Tool.run(
                directory, new byte[0], "bash", "-euc", "PATH=" + directory.resolve("bin") + ":$PATH\n" + lines());

        assertThat(done.output()).contains("Good \"custody@export-routes\" signature", ": OK", "authentic  yes");
        assertThat(done.status()).as(done.output()).isZero();
        assertThat(directory.resolve("crm.json")).content().startsWith("{");
    }

    private static String lines() throws IOException {
        Matcher lines = LINES.matcher(Files.readString(Path.of("docs/custody.md")));
        assertThat(lines.find()).isTrue();
        return lines.group(1);
    }

    private void archive(Site site, String recipient) throws Exception {
        site.configure("""
                jobs:
                  crm-nightly: {project: crm, export: schema, destinations: [archive]}
                """);
        Path config = site.config().resolve("exports.yaml");
        Edit.file(
                config,
                "version: 1",
                "version: 1\ncustody: {signing-key-file: " + Keys.file(directory, "Ed25519")
                        + ", signer: exports@example.com}");
        Edit.file(config, "bucket: " + Site.BUCKET, "encrypt: {to: [" + recipient + "]}, bucket: " + Site.BUCKET);
        assertThat(Bench.at(site, "once", "crm-nightly").status()).isZero();
    }

    /** Stands in for the AWS command line alone, which would bring a Python of its own: it copies what the bucket has. */
    private void download(Site site) throws IOException {
        Path there = directory.resolve("bucket");
        for (String key : site.s3().keys(Site.BUCKET)) {
            Path file = there.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, site.s3().read(Site.BUCKET, key));
        }
        Path aws = Files.createDirectories(directory.resolve("bin")).resolve("aws");
        Files.writeString(aws, """
                #!/bin/sh
                [ "$*" = "s3 cp --recursive --quiet s3://acme-backups/ copy/" ] || exit 2
                cp -r %s copy
                """.formatted(there));
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
    }
}
