package io.exportroutes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three nodes at work, one is disturbed at a random moment: most are killed, some frozen or cut off from the database
 * until another has its run. Again and again, and nothing is lost or doubled.
 */
@Tag("soak")
class RandomClusterKillTest {
    private static final int KILLS = Integer.getInteger("cluster.kills", 50);
    private static final Duration TAKEOVER = Duration.ofSeconds(Integer.getInteger("cluster.takeover", 10));
    private static final int KILLS_IN_SCENE = 10;

    private final long seed = Long.getLong("cluster.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> disturbed = new TreeMap<>();
    private final List<Long> takeovers = new ArrayList<>();
    private int kills;
    private int runs;

    @TempDir
    private Path directory;

    @Test
    void noKillLosesOrDoublesAnything() throws Exception {
        System.out.println("seed " + seed + ", takeover " + TAKEOVER);
        for (int scene = 1; kills < KILLS; scene++) {
            Path folder = Files.createDirectory(directory.resolve("scene" + scene));
            try (Cluster cluster = Cluster.open(folder, TAKEOVER.toSeconds() + "s")) {
                try {
                    play(cluster);
                } catch (Throwable e) {
                    System.out.println(cluster.output());
                    throw e;
                }
            }
            report();
        }
        assertThat(kills).isGreaterThanOrEqualTo(KILLS);
    }

    private void play(Cluster cluster) throws Exception {
        cluster.ledger().schedules().pause(Cluster.TICK, Instant.now());
        List<Node> nodes = new ArrayList<>(List.of(cluster.start(), cluster.start(), cluster.start()));
        nodes.forEach(Node::awaitReady);
        List<String> all = new ArrayList<>();
        for (int kill = 0; kill < KILLS_IN_SCENE && kills < KILLS; ) {
            List<String> some = List.of(cluster.submit(), cluster.submit(), cluster.submit());
            all.addAll(some);
            if (disturb(cluster, nodes, some)) {
                kill++;
            }
        }
        Cluster.await("the end of all runs", () -> all.stream().allMatch(cluster::settled));
        new FarEnds(cluster.site(), cluster.ledger()).checkWhole(all);
        for (Node node : nodes) {
            assertThat(node.alive()).isTrue();
        }
        runs += all.size();
    }

    /** Waits for a random moment of the work, then for the end of the runs; true where a node was killed in its work. */
    private boolean disturb(Cluster cluster, List<Node> nodes, List<String> some) throws Exception {
        String target = some.get(random.nextInt(some.size()));
        Cluster.await("somebody to begin " + target, () -> cluster.owner(target).isPresent());
        pause(random.nextInt(1500));
        Map<String, Node> owners = inHand(cluster, some);
        if (owners.isEmpty()) {
            return false;
        }
        Map.Entry<String, Node> chosen = owners.entrySet().iterator().next();
        String state = cluster.ledger()
                .runs()
                .find(chosen.getKey())
                .orElseThrow()
                .state()
                .name();
        Disturbance kind = Disturbance.values()[random.nextInt(Disturbance.values().length)];
        disturbed.merge(kind + " in " + state, 1, Integer::sum);
        apply(kind, cluster, nodes, chosen.getValue(), owners);
        Cluster.await("the end of the runs", () -> some.stream().allMatch(cluster::settled));
        return kind.kills();
    }

    private void apply(Disturbance kind, Cluster cluster, List<Node> nodes, Node victim, Map<String, Node> owners)
            throws Exception {
        switch (kind) {
            case FROZEN -> {
                victim.freeze();
                awaitTakeover(cluster, victim, owners);
                victim.thaw();
            }
            case CUT_OFF -> {
                victim.cutOff();
                awaitTakeover(cluster, victim, owners);
                victim.reconnect();
            }
            case KILLED, KILLED_TOO, AND_KILLED -> {
                victim.kill();
                Node fresh = cluster.start();
                awaitTakeover(cluster, victim, owners);
                replace(nodes, victim, fresh);
            }
            case KILLED_AND_STARTED_AGAIN -> {
                victim.kill();
                replace(nodes, victim, cluster.start(victim.state()));
            }
        }
    }

    /** The unfinished runs that the victim, and others, have in hand. */
    private static Map<String, Node> inHand(Cluster cluster, List<String> some) {
        Map<String, Node> owners = new HashMap<>();
        for (String run : some) {
            if (!cluster.settled(run)) {
                cluster.owner(run).ifPresent(node -> owners.put(run, node));
            }
        }
        return owners;
    }

    /** Measures how long it takes until others have what the victim had. */
    private void awaitTakeover(Cluster cluster, Node victim, Map<String, Node> owners) {
        Instant begin = Instant.now();
        for (Map.Entry<String, Node> held : owners.entrySet()) {
            String run = held.getKey();
            if (held.getValue().equals(victim) && !cluster.settled(run)) {
                Cluster.await(
                        "the takeover of " + run,
                        () -> cluster.settled(run)
                                || cluster.owner(run)
                                        .filter(node -> !node.equals(victim))
                                        .isPresent());
                takeovers.add(Duration.between(begin, Instant.now()).toMillis());
            }
        }
    }

    private void replace(List<Node> nodes, Node dead, Node fresh) {
        kills++;
        nodes.remove(dead);
        nodes.add(fresh);
        fresh.awaitReady();
    }

    private static void pause(long milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        Cluster.await("a random moment", () -> System.nanoTime() > end);
    }

    private void report() {
        List<Long> sorted = takeovers.stream().sorted().toList();
        System.out.printf(
                "%d kills, %d runs, all whole; %s; takeovers of %d runs: median %d ms, longest %d ms%n",
                kills, runs, disturbed, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    /** What becomes of the node; being killed and replaced comes three times as often as each of the others. */
    private enum Disturbance {
        FROZEN,
        CUT_OFF,
        KILLED,
        KILLED_TOO,
        AND_KILLED,
        KILLED_AND_STARTED_AGAIN;

        boolean kills() {
            return this != FROZEN && this != CUT_OFF;
        }

        @Override
        public String toString() {
            return switch (this) {
                case FROZEN -> "frozen";
                case CUT_OFF -> "cut off";
                case KILLED, KILLED_TOO, AND_KILLED -> "killed";
                case KILLED_AND_STARTED_AGAIN -> "killed and started again";
            };
        }
    }
}
