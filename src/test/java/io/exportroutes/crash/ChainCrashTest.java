package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Tool;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies while a chain of custody is written, and the next run leaves one chain, whole at both destinations. */
class ChainCrashTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = "CHAIN_ENTRY_WRITTEN_BEFORE_CONFIRMED")
    void aCrashLeavesOneChain(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            names = {
                "CHAIN_OPENED",
                "CHAIN_FILES_WRITTEN_BEFORE_NOTED",
                "CHAIN_SIGNATURE_WRITTEN_BEFORE_ENTRY",
                "CHAIN_AT_ONE_DESTINATION"
            })
    void norDoesACrashAtAnyOtherStep(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    private void dieAndGoOn(CrashPoint point) throws Exception {
        try (Site site = Site.start(directory, SandboxOptions.defaults())) {
            site.configure("""
                    jobs:
                      nightly: {project: crm, export: schema, destinations: [archive, mirror]}
                    """);
            Edit.file(
                    site.config().resolve("exports.yaml"),
                    "version: 1",
                    "version: 1\ncustody: {signing-key-file: " + Keys.file(directory, "Ed25519") + ", signer: a@b}");

            run(site, point, CrashAgent.KILLED);
            run(site, null, 0);

            check(site);
        }
    }

    private static void run(Site site, @Nullable CrashPoint point, int status) throws Exception {
        try (Victim victim = Victim.start(site, point, "once", "nightly")) {
            assertThat(victim.status()).as("%s", victim.output()).isEqualTo(status);
        }
    }

    private static void check(Site site) throws Exception {
        Tool said = Tool.verifyPy(site.mirror(), "--full", "--all", ".", "nightly");
        assertThat(said.output()).contains("authentic  yes", "complete   yes", "objects    yes: 2");
        assertThat(said.status()).isZero();
        for (String file : chain(site.mirror())) {
            assertThat(Files.readAllBytes(site.mirror().resolve(file)))
                    .as(file)
                    .isEqualTo(site.s3().read(Site.BUCKET, file));
        }
    }

    /** Three entries, each with its signature: the key, and what two runs stored. */
    private static List<String> chain(Path mirror) throws IOException {
        try (Stream<Path> files = Files.list(mirror.resolve("_custody/nightly"))) {
            List<String> chain =
                    files.map(file -> mirror.relativize(file).toString()).toList();
            assertThat(chain).hasSize(6);
            return chain;
        }
    }
}
