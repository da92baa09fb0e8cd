package io.exportroutes.crash;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** A site whose every job fails, each in its own way, and the way to hand such jobs to the service. */
final class FailingSite implements AutoCloseable {
    private static final RandomGenerator RANDOM = new SecureRandom();

    /** Jobs that fail by themselves, and two that fail by what the API does at that time. */
    private static final String JOBS = """
              nobody: {type: s3, bucket: acme-backups, region: eu-central-1, endpoint: "http://127.0.0.1:%d",
                       path-style: true, access-key: a, secret-key: b}
              silent: {type: s3, bucket: acme-backups, region: eu-central-1, endpoint: "http://127.0.0.1:%d",
                       path-style: true, access-key: a, secret-key: b, delivery-timeout: 1s}
              stranger: {type: sftp, host: 127.0.0.1, port: %d, username: stranger, password: wrong,
                         known-hosts-file: %s, directory: /incoming, create: true}
              blocked: {type: file, directory: %s, create: true}
            limits: {runs: 16, downloads: 16}
            defaults:
              retry: {attempts: 2, initial-delay: 1ms, multiplier: 2, max-delay: 10ms}
              destinations: [mirror]
            jobs:
              refused: {project: crm, export: database, include-tables: [nowhere]}
              breach: {project: crm, export: schema, guard: {min-size: 1GB}}
              no-bucket: {project: crm, export: schema, destinations: [vault]}
              nobody-there: {project: crm, export: schema, destinations: [nobody]}
              no-answer: {project: crm, export: schema, destinations: [silent]}
              no-login: {project: crm, export: schema, destinations: [stranger]}
              no-folder: {project: crm, export: schema, destinations: [blocked]}
              by-create: {project: shop, export: schema}
              by-download: {project: example_project, export: database}
            """;

    private static final List<String> BY_THEMSELVES =
            List.of("refused", "breach", "no-bucket", "nobody-there", "no-answer", "no-login", "no-folder");

    private static final List<String> FAULTS = List.of(
            "never-answer@create",
            "status@create=503",
            "truncate@download",
            "corrupt@download",
            "stall@download",
            "html@download=502");

    private final Site site;
    private final FaultProxy silent;
    private final AppContext place;
    private final Map<String, Integer> codes = new TreeMap<>();
    private final Map<RunState, Integer> states = new TreeMap<>();

    private FailingSite(Site site, FaultProxy silent) throws IOException {
        this.site = site;
        this.silent = silent;
        silent.blackHole(true);
        configure();
        place = AppContext.open(
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND),
                Clock.systemUTC());
    }

    static FailingSite start(Path directory) throws IOException {
        Site site = Site.start(directory, SandboxOptions.defaults());
        return new FailingSite(
                site, FaultProxy.start("127.0.0.1", site.s3().endpoint().getPort()));
    }

    private void configure() throws IOException {
        Path file = Files.writeString(site.config().resolve("file"), "a file where a folder should be");
        site.configure(JOBS.formatted(
                closedPort(),
                silent.port(),
                site.ssh().port(),
                site.config().resolve("known_hosts"),
                file.resolve("folder")));
        Path exports = site.config().resolve("exports.yaml");
        Edit.file(
                exports, "poll-interval: 200ms", "poll-interval: 200ms\n  read-timeout: 500ms\n  stall-timeout: 500ms");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Site site() {
        return site;
    }

    /** How often each failure ended a run. */
    Map<String, Integer> codes() {
        return codes;
    }

    Map<RunState, Integer> states() {
        return states;
    }

    /** Lets runs fail in each way, so many at once, and returns how many there were when all are settled. */
    int failAll(int atOnce) {
        int done = fail(BY_THEMSELVES, atOnce);
        for (String fault : FAULTS) {
            site.sandbox().faults().plant(fault);
            done += fail(List.of(fault.contains("@create") ? "by-create" : "by-download"), atOnce);
            site.sandbox().faults().clear();
        }
        return done;
    }

    private int fail(List<String> jobs, int count) {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String job = jobs.get(number % jobs.size());
            Instant now = Instant.now();
            String id = RunIds.manual(job, now, RANDOM) + "-" + number;
            place.enqueuer().enqueue(new RunRequest(id, job, "manual", now));
            ids.add(id);
        }
        ids.forEach(this::settled);
        return count;
    }

    private void settled(String id) {
        Run run = Awaitility.await(id)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> place.ledger().runs().find(id).orElseThrow(), found -> found.state()
                        .settled());
        codes.merge(run.job() + " " + run.failure().code(), 1, Integer::sum);
        states.merge(run.state(), 1, Integer::sum);
    }

    @Override
    public void close() {
        place.close();
        silent.close();
        site.close();
    }
}
