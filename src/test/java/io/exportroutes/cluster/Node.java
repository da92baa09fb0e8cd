package io.exportroutes.cluster;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.Java;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One node: the program as a process, with a state folder and a way to the database of its own. */
final class Node implements AutoCloseable {
    /** Where exports.yaml finds the database, each node by its own way. */
    static final String URL = "CLUSTER_LEDGER";

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final FaultProxy wayToLedger;
    private final Path state;
    private final Path output;
    private final Process process;
    private final int port;
    private boolean cut;

    private Node(FaultProxy wayToLedger, Path state, Path output, int port, Process process) {
        this.wayToLedger = wayToLedger;
        this.state = state;
        this.output = output;
        this.port = port;
        this.process = process;
    }

    /** Starts the service; it is up once {@link #awaitReady} returns. */
    static Node start(Site site, LedgerSource ledger, Path state) throws IOException {
        URI server = URI.create(ledger.url().substring("jdbc:".length()));
        FaultProxy way = FaultProxy.start(server.getHost(), server.getPort());
        Path output = Files.createTempFile(Files.createDirectories(state), "output", ".txt");
        int port = FreePort.find();
        ProcessBuilder builder = new ProcessBuilder(command(site, state, port))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put(URL, "jdbc:postgresql://127.0.0.1:" + way.port() + server.getPath());
        return new Node(way, state, output, port, builder.start());
    }

    private static List<String> command(Site site, Path state, int port) {
        List<String> command = Java.command("-Xmx192m", "-Dcamel.management.port=" + port);
        command.addAll(List.of("io.exportroutes.Main", "run"));
        command.addAll(List.of("--config", site.config().toString(), "--state", state.toString()));
        return command;
    }

    void awaitReady() {
        Awaitility.await("start of " + state.getFileName())
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output().contains("ready:") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("It did not start: " + output());
        }
    }

    /** Whether the ledger's name for whoever began a run is this process's. */
    boolean is(String owner) {
        return owner.endsWith("/" + process.pid());
    }

    /** Where it serves health and metrics. */
    String address() {
        return "127.0.0.1:" + port;
    }

    Path state() {
        return state;
    }

    /** How many bytes it has of the artifact of which it has the most. */
    long spooled() {
        try (Stream<Path> files = Files.list(state.resolve("spool"))) {
            return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasEmptySpool() {
        try (Stream<Path> files = Files.list(state.resolve("spool"))) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns once it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it stands still, its connections stay. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill " + name + " failed");
        }
    }

    /** The database is out of its reach. */
    void cutOff() {
        cut = true;
        wayToLedger.down();
        wayToLedger.dropConnections();
    }

    /** Does nothing to one that is connected. */
    void reconnect() {
        if (cut) {
            wayToLedger.up();
            cut = false;
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wayToLedger.close();
    }
}
