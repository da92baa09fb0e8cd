package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One site with one engine, in the words of the tests. */
final class Journey implements AutoCloseable {
    static final String FAST_RETRY = "  retry: {attempts: 3, initial-delay: 100ms, multiplier: 2, max-delay: 500ms}\n";

    private final Site site;
    private final Map<String, String> edits = new LinkedHashMap<>();
    private @Nullable Engine engine;
    private Path home = Path.of(".");
    private Clock clock = Clock.systemUTC();

    Journey(Path directory) throws IOException {
        this(directory, SandboxOptions.defaults());
    }

    Journey(Path directory, SandboxOptions options) throws IOException {
        this.site = Site.start(directory, options);
    }

    Site site() {
        return site;
    }

    /** Writes the jobs, with fast retries, and starts the engine. */
    Journey begin(String jobs) throws IOException {
        return begin(jobs, EngineOptions.Mode.COMMAND);
    }

    /** Changes the exports.yaml of each further begin, which fails where the text does not occur. */
    Journey with(String before, String after) {
        edits.put(before, after);
        return this;
    }

    /** The engine that begins next goes by this clock. */
    Journey by(Clock other) {
        clock = other;
        return this;
    }

    /** The port of the server behind a destination of the site. */
    int port(String destination) {
        return switch (destination) {
            case "archive" -> site.s3().endpoint().getPort();
            case "partner" -> site.ssh().port();
            case "ops" -> site.smtp().port();
            default -> throw new IllegalArgumentException(destination);
        };
    }

    Journey begin(String jobs, EngineOptions.Mode mode, Path otherHome) throws IOException {
        home = otherHome;
        return begin(jobs, mode);
    }

    Journey begin(String jobs, EngineOptions.Mode mode) throws IOException {
        site.configure("defaults:\n" + FAST_RETRY + "jobs:\n" + jobs.indent(2));
        Path file = site.config().resolve("exports.yaml");
        String text = Files.readString(file);
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            text = Edit.text(text, edit.getKey(), edit.getValue());
        }
        Files.writeString(file, text);
        return restart(mode);
    }

    Journey restart(EngineOptions.Mode mode) {
        EngineOptions options = new EngineOptions(home, site.config(), site.state(), mode);
        engine = Engine.start(options, clock).orElseThrow();
        return this;
    }

    void stop() {
        engine().close();
        engine = null;
    }

    Engine engine() {
        if (engine == null) {
            throw new IllegalStateException("begin first");
        }
        return engine;
    }

    Ledger ledger() {
        return engine().appContext().ledger();
    }

    String submit(String job) {
        Instant now = Instant.now();
        String id = RunIds.manual(job, now, RandomGenerator.getDefault());
        engine().submit(new RunRequest(id, job, "manual", now));
        return id;
    }

    /** Runs the job now and waits until it is settled. */
    Run once(String job) {
        return settled(submit(job));
    }

    Run settled(String runId) {
        return settled(engine(), runId);
    }

    static Run settled(Engine engine, String runId) {
        return Awaitility.await(runId)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> engine.appContext().ledger().runs().find(runId).orElseThrow(), run -> run.state()
                        .settled());
    }

    ExportEntry onlyExport(Run run) {
        List<ExportEntry> exports = ledger().exports().ofRun(run.id());
        assertThat(exports).hasSize(1);
        return exports.get(0);
    }

    Delivery delivery(Run run, String destination) {
        return ledger().deliveries().ofRun(run.id()).stream()
                .filter(delivery -> delivery.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    /** Each delivery is DELIVERED, and its server holds exactly the bytes that the API has of that export. */
    void assertWholeEverywhere(Run run, String... destinations) throws Exception {
        List<ExportEntry> exports = ledger().exports().ofRun(run.id());
        assertThat(exports).as("exports of %s", run.id()).isNotEmpty();
        for (ExportEntry export : exports) {
            assertWhole(export, destinations);
        }
    }

    /** No server has anything of its exports: no file, temporary or not, no part of an upload, no mail. */
    void assertDeliveredNowhere(Run run) throws Exception {
        List<ExportEntry> exports = ledger().exports().ofRun(run.id());
        assertThat(exports).as("exports of %s", run.id()).isNotEmpty();
        assertThat(site.s3().openUploads(Site.BUCKET)).as("open uploads").isZero();
        List<String> everything = new FarEnds(site).everything();
        assertThat(exports).allSatisfy(export -> assertThat(everything)
                .noneMatch(one -> one.contains(export.manifest().id())));
    }

    /** As {@link #assertWholeEverywhere}, of one export. */
    void assertWhole(ExportEntry export, String... destinations) throws Exception {
        String id = export.manifest().id();
        String original = ReadBack.sha256(site.sandbox().artifact(id));
        assertThat(export.bytes().sha256()).as("what the ledger says").isEqualTo(original);
        for (String destination : destinations) {
            Delivery delivery = ledger().deliveries().find(id, destination).orElseThrow();
            assertThat(delivery.state())
                    .as("%s: %s", delivery.id(), delivery.failure().message())
                    .isEqualTo(DeliveryState.DELIVERED);
            assertThat(new ReadBack(site).bytes(delivery).map(ReadBack::sha256))
                    .as(delivery.id())
                    .hasValue(original);
        }
    }

    int calls() {
        return site.sandbox().calls().size();
    }

    long calls(String method, String pathPart) {
        return site.sandbox().calls().stream()
                .filter(call -> call.method().equals(method) && call.path().contains(pathPart))
                .count();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        site.close();
    }
}
