package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One run at a bucket, an SFTP server and a folder, whose copy goes bad, and what becomes of it. */
@SuppressWarnings("NullAway.Init")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadBackCommandTest {
    @TempDir
    private static Path directory;

    private static Site site;
    private static String export;

    @BeforeAll
    static void archive() throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, file-name: crm, retention: {keep-last: 1}, destinations: [archive, partner, mirror, ops]}
                """);
        Edit.file(
                site.config().resolve("exports.yaml"),
                "mirror: {type: file,",
                "mirror: {type: file, read-back: {every: 30d, level: opens, budget: 1B/day},");
        Edit.file(
                site.config().resolve("exports.yaml"),
                "archive: {type: s3,",
                "archive: {type: s3, checksum: when-supported,");
        export = run("once", "nightly", "--output", "json")
                .json()
                .at("/runs/0/exportId")
                .asText();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    private static List<Path> artifacts() throws IOException {
        try (Stream<Path> files = Files.walk(site.mirror())) {
            return files.filter(file -> file.toString().contains(export))
                    .filter(file -> !file.toString().endsWith(Sidecar.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static String verdict(Bench.Outcome outcome) {
        JsonNode verdict = outcome.json().at("/copies/0/verdict");
        return verdict.path("result").asText() + " " + verdict.path("level").asText();
    }

    @Test
    @Order(1)
    void whatIsDueIsReadAndThenNothingIsDue() {
        Bench.Outcome first = run("archive", "read-back", "--output", "json");

        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.json().path("copies")).hasSize(1);
        assertThat(verdict(first)).isEqualTo("ok opens");
        assertThat(run("archive", "read-back").out()).contains("Nothing is due.");
        assertThat(run("archive", "list", "nightly").out()).containsPattern(export + " +mirror .*ok, opens");
    }

    @Test
    @Order(2)
    void eachTypeIsReadWhenItIsNamed() {
        Bench.Outcome all = run("archive", "read-back", "nightly");

        assertThat(all.status()).as(all.err()).isZero();
        assertThat(all.out()).contains("3 copies looked at and as delivered, 1 write-only");
        assertThat(verdict(run("archive", "read-back", export, "--destination", "partner", "--output", "json")))
                .isEqualTo("ok content");
        assertThat(run("archive", "read-back", "nightly", "--level", "restores").status())
                .isEqualTo(2);
        Bench.Outcome told = run("archive", "read-back", export, "--level", "checksum", "--output", "json");
        assertThat(told.json().path("copies"))
                .extracting(copy -> copy.at("/verdict/level").asText())
                .as("S3 keeps the SHA-256 that came with the object, the others keep none")
                .containsExactlyInAnyOrder("checksum", "exists", "exists", "exists");
    }

    @Test
    @Order(3)
    void aCopyThatIsGoodIsNotRepaired() {
        Bench.Outcome refused = run("archive", "repair", export + "@mirror");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("was not repaired: it is as it was delivered");
    }

    @Test
    @Order(4)
    void whatIsInACoolStoreIsNeitherGoodNorBad() {
        site.s3().freeze(true);
        Bench.Outcome cold = run("archive", "read-back", export, "--destination", "archive", "--output", "json");
        site.s3().freeze(false);

        assertThat(verdict(cold)).isEqualTo("cold exists");
        assertThat(run("retention", "plan", "nightly", "--destination", "archive")
                        .out())
                .contains("cold");
    }

    @Test
    @Order(5)
    void aBitThatFlippedIsFoundAndCountsForTheRetention() throws IOException {
        Path artifact = artifacts().get(0);
        byte[] bytes = Files.readAllBytes(artifact);
        bytes[bytes.length / 2] ^= 1;
        Files.write(artifact, bytes);

        Bench.Outcome found = run("archive", "read-back", export, "--destination", "mirror", "--output", "json");

        assertThat(found.status()).isEqualTo(1);
        assertThat(verdict(found)).isEqualTo("different content");
        assertThat(run("archive", "verify", "nightly").status())
                .as("its size is right, which makes it no better")
                .isZero();
        assertThat(run("retention", "plan", "nightly", "--destination", "mirror")
                        .out())
                .contains("read back failed");
    }

    @Test
    @Order(6)
    void itIsWrittenAnewUnderAnotherKeyAndTheBadOneStays() throws IOException {
        Path bad = artifacts().get(0);
        byte[] evidence = Files.readAllBytes(bad);

        Bench.Outcome repaired = run("archive", "repair", export + "@mirror", "--from", "partner", "--output", "json");

        assertThat(repaired.status()).as(repaired.err()).isZero();
        assertThat(repaired.json().path("from").asText()).isEqualTo("partner");
        assertThat(repaired.json().path("result").asText()).isEqualTo("ok");
        assertThat(repaired.json().at("/copy/key").asText()).endsWith("crm.repaired-1.json");
        assertThat(artifacts()).hasSize(2);
        assertThat(bad).hasBinaryContent(evidence);
        Path fresh = site.mirror().resolve(repaired.json().at("/copy/key").asText());
        assertThat(Path.of(fresh + Sidecar.SUFFIX)).hasSameBinaryContentAs(Path.of(bad + Sidecar.SUFFIX));

        assertThat(run("archive", "verify", "nightly", "--from", "mirror", "--full")
                        .status())
                .isZero();
        Bench.Outcome plan = run("retention", "plan", "nightly", "--destination", "mirror");
        assertThat(plan.out()).contains("last good copy").doesNotContain("read back failed", "foreign");
        assertThat(run("archive", "fetch", export, "--from", "mirror", "--no-ledger", "--to", directory + "/back")
                        .status())
                .isZero();
    }

    @Test
    @Order(7)
    void whatIsGoneIsRepairedUnderTheNextNumber() throws IOException {
        Files.delete(artifacts().get(1));

        Bench.Outcome repaired = run("archive", "repair", export + "@mirror");

        assertThat(repaired.status()).as(repaired.err()).isZero();
        assertThat(repaired.out()).contains("crm.repaired-2.json", "read back: ok");
    }

    @Test
    @Order(8)
    void withoutAnotherGoodCopyNothingIsWritten() throws IOException {
        Files.delete(artifacts().get(1));
        site.s3().freeze(true);
        Bench.Outcome refused = run("archive", "repair", export + "@mirror", "--from", "archive");
        site.s3().freeze(false);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("No copy of this artifact could be read");
        assertThat(artifacts()).hasSize(1);
        assertThat(run("archive", "repair", "exp_none@mirror").status()).isEqualTo(4);
    }
}
