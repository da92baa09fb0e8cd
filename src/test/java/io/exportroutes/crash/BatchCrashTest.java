package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.ForgetfulDisk.Left;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies in the middle of a batch of small artifacts, or the power fails. */
class BatchCrashTest {
    private static final int ARTIFACTS = 12;
    private static final String JOB = "sweep";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            names = {"BATCH_IN_SEGMENT_BEFORE_LEDGER", "BATCH_BETWEEN_ARTIFACTS_AND_SIDECARS", "BATCH_HALF_RELEASED"})
    void aCrashLosesNothingAndDoublesNothing(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = CrashPoint.OF_BATCHES)
    void norDoesACrashAnywhereElse(CrashPoint point) throws Exception {
        dieAndGoOn(point);
    }

    private void dieAndGoOn(CrashPoint point) throws Exception {
        try (Site site = site(directory)) {
            try (Victim victim = Victim.start(site, point, "once", JOB)) {
                assertThat(victim.status()).as("it died: %s", victim.output()).isEqualTo(CrashAgent.KILLED);
            }
            goOn(site);
            check(site);
        }
    }

    /** What is VERIFIED is on the disk: the API has none of it any more. */
    @ParameterizedTest
    @EnumSource(value = Left.class, names = "FORCED")
    void afterAPowerCutTheSegmentIsThere(Left left) throws Exception {
        try (Site site = site(Files.createDirectory(directory.resolve("disk")))) {
            ForgetfulDisk disk = ForgetfulDisk.of(directory.resolve("disk"), directory.resolve("store"));
            try (Victim victim = Victim.startOn(disk, site, CrashPoint.BATCH_VERIFIED_BEFORE_PLAN, "once", JOB)) {
                assertThat(victim.status()).as("it died: %s", victim.output()).isEqualTo(CrashAgent.KILLED);
            }
            disk.cutPower(left);
            site.sandbox().faults().plantInReserve("not-found", "the bytes on the disk are all there is");
            goOn(site);
            site.sandbox().faults().clear();
            check(site);
        }
    }

    private static Site site(Path folder) throws IOException {
        Site site = Site.start(folder, SandboxOptions.defaults());
        for (int number = 0; number < ARTIFACTS; number++) {
            byte[] csv = "id\n%d\n".formatted(number).getBytes(StandardCharsets.UTF_8);
            site.sandbox().addExports(PlantedExport.table("crm", "contacts", csv), 1);
        }
        site.configure("""
                defaults:
                  retry: {attempts: 4, initial-delay: 100ms, multiplier: 2, max-delay: 500ms}
                jobs:
                  %s: {project: crm, export: existing, destinations: [archive, partner, mirror], max-concurrent: 1}
                """.formatted(JOB));
        return site;
    }

    private static void goOn(Site site) {
        EngineOptions options =
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND);
        try (Engine engine = Engine.start(options, Clock.systemUTC()).orElseThrow()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> engine.appContext().ledger().runs().recent(JOB, 9).stream()
                            .allMatch(run -> run.state().settled()
                                    && !engine.appContext().queue().contains(run.id())));
        }
    }

    private static void check(Site site) throws IOException {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(site.state().resolve("ledger.db")), Clock.systemUTC())) {
            List<Run> runs = ledger.runs().recent(JOB, 9);
            assertThat(runs).hasSize(1);
            assertThat(runs.get(0).state())
                    .as("%s", runs.get(0).failure().message())
                    .isEqualTo(RunState.SUCCEEDED);
            List<Delivery> deliveries = ledger.deliveries().ofRun(runs.get(0).id());
            assertThat(deliveries)
                    .hasSize(3 * ARTIFACTS)
                    .allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
        }
        assertThat(site.s3().keys(Site.BUCKET)).as("artifacts and sidecars").hasSize(2 * ARTIFACTS);
        assertThat(files(site.mirror())).as("artifacts, sidecars, marker").hasSize(2 * ARTIFACTS + 1);
        assertThat(files(site.ssh().root().resolve("incoming"))).hasSize(2 * ARTIFACTS + 1);
        assertThat(files(site.mirror()).stream().filter(file -> file.toString().endsWith(".csv")))
                .as("each with its own bytes")
                .map(BatchCrashTest::text)
                .doesNotHaveDuplicates();
        assertThat(files(site.state().resolve("spool"))).as("spool").isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
