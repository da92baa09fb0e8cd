package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.readback.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies while a copy is written anew, and a repeat brings it to the one right end, with no second new copy. */
class RepairCrashTest {
    @TempDir
    private Path directory;

    @Test
    void aCopyThatWasWrittenIsFoundUnderTheSameKey() throws Exception {
        dieAndGoOn(CrashPoint.REPAIR_WRITTEN_BEFORE_LEDGER, 0);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(names = "REPAIR_PLANNED")
    void aKeyThatWasPlannedIsUsed(CrashPoint point) throws Exception {
        dieAndGoOn(point, 0);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(names = "REPAIR_RECORDED")
    void whatWasRepairedIsNotRepairedTwice(CrashPoint point) throws Exception {
        dieAndGoOn(point, 2);
    }

    private void dieAndGoOn(CrashPoint point, int status) throws Exception {
        try (Site site = Site.start(directory, SandboxOptions.defaults())) {
            site.configure("""
                    jobs:
                      nightly: {project: crm, export: schema, destinations: [archive, mirror]}
                    """);
            run(site, null, 0, "once", "nightly");
            Path bad = site.mirror().resolve(mirrored(site).plan().key());
            Files.write(bad, new byte[] {1, 2, 3});
            String copy = mirrored(site).id();

            run(site, point, CrashAgent.KILLED, "archive", "repair", copy);
            run(site, null, status, "archive", "repair", copy);

            check(site, bad);
        }
    }

    private static void run(Site site, @Nullable CrashPoint point, int status, String... command) throws Exception {
        try (Victim victim = Victim.start(site, point, command)) {
            assertThat(victim.status()).as("%s", victim.output()).isEqualTo(status);
        }
    }

    private static Ledger ledger(Site site) {
        return Ledger.open(LedgerSource.sqlite(site.state().resolve("ledger.db")), Clock.systemUTC());
    }

    private static CopyEntry mirrored(Site site) {
        try (Ledger ledger = ledger(site)) {
            return ledger.deliveries()
                    .copies()
                    .newest(CopyFilter.ALL.at("mirror"), null, 1)
                    .get(0);
        }
    }

    private static void check(Site site, Path bad) throws IOException {
        CopyEntry copy = mirrored(site);
        Path fresh = site.mirror().resolve(copy.plan().key());
        assertThat(fresh.getFileName().toString()).contains(".repaired-1.");
        assertThat(bad).as("evidence").hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(fresh).hasSize(copy.stored().size());
        try (Stream<Path> files = Files.walk(site.mirror())) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString).filter(one -> one.contains("exp_")))
                    .as("the bad one and the new one, each with its sidecar")
                    .hasSize(4)
                    .contains(fresh + Sidecar.SUFFIX);
        }
        try (Ledger ledger = ledger(site)) {
            assertThat(ledger.deliveries().copies().repairs().open(copy.plan().exportId(), "mirror"))
                    .isEmpty();
            ReadBack seen = ledger.deliveries()
                    .copies()
                    .readBacks()
                    .latest(List.of(copy.plan().exportId()))
                    .get(copy.id());
            assertThat(seen).isNotNull().extracting(ReadBack::result).isEqualTo(Result.OK);
        }
    }
}
