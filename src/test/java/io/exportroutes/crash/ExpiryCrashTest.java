package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies while a copy expires, and the next look brings it to the one right end. */
class ExpiryCrashTest {
    private static final String[] APPLY = {"retention", "apply", "--yes"};

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = "EXPIRY_REMOVED_BEFORE_LEDGER")
    void aCrashLeavesNothingHalfRemoved(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(names = {"EXPIRY_UNDECIDED", "EXPIRY_DECIDED", "EXPIRY_RECORDED"})
    void norDoesACrashJustBesideIt(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    private void dieAndGoOn(CrashPoint point) throws Exception {
        try (Site site = Site.start(directory, SandboxOptions.defaults())) {
            site.configure("""
                    jobs:
                      nightly: {project: crm, export: schema, retention: {keep-last: 1}, destinations: [archive, mirror]}
                    """);
            run(site, null, 0, "once", "nightly");
            run(site, null, 0, "once", "nightly");

            run(site, point, CrashAgent.KILLED, APPLY);
            run(site, null, 0, APPLY);

            check(site);
        }
    }

    private static void run(Site site, @Nullable CrashPoint point, int status, String... command) throws Exception {
        try (Victim victim = Victim.start(site, point, command)) {
            assertThat(victim.status()).as("%s", victim.output()).isEqualTo(status);
        }
    }

    private static void check(Site site) throws IOException {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(site.state().resolve("ledger.db")), Clock.systemUTC())) {
            List<CopyEntry> left = ledger.deliveries().copies().newest(CopyFilter.ALL, null, 9);
            assertThat(left).extracting(copy -> copy.plan().destination()).containsExactly("archive", "mirror");
            assertThat(left)
                    .extracting(copy -> copy.plan().runId())
                    .containsOnly(runs(ledger).get(0));
            assertThat(ledger.deliveries().copies().expiring()).isEmpty();
            String kept = left.get(0).plan().key();
            assertThat(site.s3().keys(Site.BUCKET))
                    .filteredOn(ExpiryCrashTest::isArtifact)
                    .containsExactly(kept);
            assertThat(site.s3().keys(Site.BUCKET)).as("and both sidecars").hasSize(3);
        }
        try (Stream<Path> files = Files.walk(site.mirror())) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString).filter(ExpiryCrashTest::isArtifact))
                    .hasSize(1);
        }
    }

    private static List<String> runs(Ledger ledger) {
        return ledger.runs().recent("nightly", 2).stream().map(run -> run.id()).toList();
    }

    private static boolean isArtifact(String key) {
        return key.contains("exp_") && !key.endsWith(Sidecar.SUFFIX);
    }
}
