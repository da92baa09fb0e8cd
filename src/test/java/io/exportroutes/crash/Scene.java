package io.exportroutes.crash;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.ForgetfulDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One site whose servers outlive the program, with one job to every kind of destination. */
final class Scene implements AutoCloseable {
    static final String PARTS = "acme-parts";
    private static final String JOB = "nightly";
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Site site;

    private Scene(Site site) {
        this.site = site;
    }

    /** @param rows how large the export is: 14,000 make some seven megabytes, two parts for S3 */
    static Scene open(Path directory, int rows) throws IOException {
        SandboxOptions options = SandboxOptions.builder()
                .rows(rows)
                .readyAfter(Duration.ofMillis(300))
                .expiresAfter(Duration.ofDays(1))
                .build();
        Site site = Site.start(directory, options);
        site.s3().createBucket(PARTS);
        site.configure("""
                  parts: {type: s3, bucket: %s, region: eu-central-1, endpoint: "%s", path-style: true, access-key: %s,
                          secret-key: %s, part-size: 5MiB, multipart-threshold: 5MiB}
                defaults:
                  retry: {attempts: 4, initial-delay: 100ms, multiplier: 2, max-delay: 500ms}
                jobs:
                  %s: {project: crm, export: database, format: json, destinations: [archive, parts, partner, mirror, ops]}
                """.formatted(
                PARTS, site.s3().endpoint(), site.s3().accessKey(), site.s3().secretKey(), JOB));
        return new Scene(site);
    }

    Site site() {
        return site;
    }

    /** Starts the program to do the job once, or to go on where there is something to go on with. */
    Victim once(@Nullable CrashPoint point) throws IOException {
        return Victim.start(site, point, "once", JOB);
    }

    /** Starts the program to do the job once, on a disk that forgets what was not forced. */
    Victim once(CrashPoint point, ForgetfulDisk disk) throws IOException {
        return Victim.startOn(disk, site, point, "once", JOB);
    }

    /** The service. */
    Victim service() throws IOException {
        return Victim.start(site, null, "run");
    }

    /** Starts the engine in this process, and stops it when all is settled; a job that never began is begun. */
    void goOn(Clock clock) {
        EngineOptions options =
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND);
        try (Engine engine = Engine.start(options, clock).orElseThrow()) {
            if (engine.appContext().ledger().runs().recent(JOB, 1).isEmpty()) {
                Instant now = clock.instant();
                String id = RunIds.manual(JOB, now, RandomGenerator.getDefault());
                engine.submit(new RunRequest(id, JOB, "manual", now));
            }
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> finished(engine.appContext().ledger())
                            && engine.appContext().ledger().runs().recent(JOB, 9).stream()
                                    .noneMatch(
                                            run -> engine.appContext().queue().contains(run.id())));
        }
    }

    /** Waits until another process has settled every run. */
    void awaitFinished() {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> ledger(Scene::finished));
    }

    /** Whether the ledger has any run. */
    boolean begun() {
        return ledger(ledger -> !runs(ledger).isEmpty());
    }

    boolean settled() {
        return ledger(Scene::finished);
    }

    /** The state of the run, or none. */
    String state() {
        return ledger(ledger ->
                runs(ledger).stream().map(run -> run.state().name()).findFirst().orElse("none"));
    }

    private static boolean finished(Ledger ledger) {
        List<Run> runs = runs(ledger);
        return !runs.isEmpty() && runs.stream().allMatch(run -> run.state().settled());
    }

    static List<Run> runs(Ledger ledger) {
        return ledger.runs().recent(JOB, 100);
    }

    /** Asks the ledger, as another process. */
    <T> T ledger(Function<Ledger, T> question) {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(site.state().resolve("ledger.db")), Clock.systemUTC())) {
            return question.apply(ledger);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
