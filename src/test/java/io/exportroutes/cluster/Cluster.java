package io.exportroutes.cluster;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** One site, one PostgreSQL, and nodes that share both. */
final class Cluster implements AutoCloseable {
    static final String BIG = "big";
    static final String TICK = "tick";
    static final String PARTS = "acme-parts";

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path directory;
    private final Site site;
    private final LedgerSource source = PostgresServer.ledger();
    private final Ledger ledger = Ledger.open(source, Clock.systemUTC());
    private final RunQueue queue = new RunQueue(ledger.forQueue(), "client", RunQueue.TAKEOVER);
    private final List<Node> nodes = new ArrayList<>();

    private Cluster(Path directory, Site site) {
        this.directory = directory;
        this.site = site;
    }

    /** @param takeover as ledger.takeover has it; each node works on one run at a time */
    static Cluster open(Path directory, String takeover) throws IOException {
        // Some seven megabytes: two parts for S3.
        SandboxOptions options = SandboxOptions.builder()
                .rows(14_000)
                .readyAfter(Duration.ofMillis(300))
                .expiresAfter(Duration.ofDays(1))
                .build();
        Site site = Site.start(directory, options);
        site.s3().createBucket(PARTS);
        configure(site, takeover);
        Files.writeString(site.config().resolve("application.properties"), "exports.housekeeping.interval=2000\n");
        return new Cluster(directory, site);
    }

    private static void configure(Site site, String takeover) throws IOException {
        site.configure("""
                  parts: {type: s3, bucket: %s, region: eu-central-1, endpoint: "%s", path-style: true, access-key: %s,
                          secret-key: %s, part-size: 5MiB, multipart-threshold: 5MiB}
                ledger: {url: "{{env:%s}}", username: postgres, takeover: %s}
                limits: {runs: 1}
                defaults:
                  retry: {attempts: 30, initial-delay: 100ms, multiplier: 2, max-delay: 500ms}
                jobs:
                  %s: {project: crm, export: database, format: json, destinations: [archive, parts, partner, mirror]}
                  %s: {project: crm, export: schema, schedule: "* * * * * ?", destinations: [mirror]}
                """.formatted(
                        PARTS,
                        site.s3().endpoint(),
                        site.s3().accessKey(),
                        site.s3().secretKey(),
                        Node.URL,
                        takeover,
                        BIG,
                        TICK));
        Path file = site.config().resolve("exports.yaml");
        // A download that hangs must not hold its node for a minute.
        Edit.file(file, "poll-interval: 200ms", "poll-interval: 200ms\n  stall-timeout: 5s");
    }

    Site site() {
        return site;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Starts one more node; {@link Node#awaitReady} says when it is up. */
    Node start() throws IOException {
        return start(directory.resolve("state-" + (nodes.size() + 1)));
    }

    /** Starts a node on a state folder, new or left by a dead one. */
    Node start(Path state) throws IOException {
        Node node = Node.start(site, source, state);
        nodes.add(node);
        return node;
    }

    /** Wakes and connects those that live, and starts others until there are so many, each of them up. */
    void restore(int number) throws IOException, InterruptedException {
        int living = 0;
        for (Node node : nodes) {
            if (node.alive()) {
                node.thaw();
                node.reconnect();
                living++;
            }
        }
        for (; living < number; living++) {
            start();
        }
        nodes.stream().filter(Node::alive).forEach(Node::awaitReady);
    }

    /** Where each node serves its metrics. */
    List<String> metrics() {
        return nodes.stream().map(Node::address).toList();
    }

    /** Whichever node takes it. */
    String submit() {
        Instant now = Instant.now();
        String id = RunIds.manual(BIG, now, RandomGenerator.getDefault());
        ledger.runs()
                .add(new Run(
                        id,
                        new RunOrigin(BIG, "crm", "manual", now, now),
                        RunState.QUEUED,
                        RunProgress.NONE,
                        FailureNote.NONE));
        queue.enqueue(id, now);
        return id;
    }

    /** The node that began the run last, if it is one of the living. */
    Optional<Node> owner(String run) {
        return ledger.claims().owner(run).flatMap(owner -> nodes.stream()
                .filter(node -> node.alive() && node.is(owner))
                .findFirst());
    }

    boolean settled(String run) {
        return ledger.runs().find(run).orElseThrow().state().settled();
    }

    /** What the ledger says of a run, to be compared. */
    List<Object> rows(String run) {
        return List.of(
                ledger.runs().find(run).orElseThrow(),
                ledger.claims().fences(List.of(run)),
                ledger.exports().ofRun(run),
                ledger.deliveries().ofRun(run));
    }

    /** From now on each download falls silent in its middle, however often it is begun again. */
    void hold() {
        site.sandbox().faults().plant("stall@download=3000000");
        site.sandbox().faults().plantInReserve("ignore-range@download", "they may be let go before one begins again");
    }

    /** Downloads that begin from now on get through. */
    void letGo() {
        site.sandbox().faults().clear();
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    /** As {@link #await}, and it must stay so for a while. */
    static void awaitFor(Duration time, String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LONGEST).during(time).until(condition);
    }

    /** What the nodes printed, for whoever looks after a failure. */
    String output() {
        StringBuilder all = new StringBuilder();
        for (Node node : nodes) {
            all.append("---- ").append(node.state().getFileName()).append('\n').append(node.output());
        }
        return all.toString();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        queue.close();
        ledger.close();
        site.close();
    }
}
