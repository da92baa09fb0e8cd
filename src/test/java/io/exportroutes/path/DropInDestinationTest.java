package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.DocExamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelet that docs/kamelets.md shows is dropped into routes/kamelets, and a job delivers to it. */
class DropInDestinationTest {
    @TempDir
    private Path directory;

    @Test
    void aNewTypeIsOneMoreKamelet() throws Exception {
        Path folder = directory.resolve("shared");
        try (Site site = Site.start(Files.createDirectory(directory.resolve("site")), SandboxOptions.defaults())) {
            site.configure("""
                      theirs: {type: shared-folder, directory: "%s"}
                    jobs:
                      schema: {project: crm, export: schema, destinations: [theirs]}
                    """.formatted(folder));
            EngineOptions options = new EngineOptions(home(), site.config(), site.state(), EngineOptions.Mode.COMMAND);
            try (Engine engine = Engine.start(options, Clock.systemUTC()).orElseThrow()) {
                Ledger ledger = engine.appContext().ledger();
                String run = run(engine);

                Delivery delivery = ledger.deliveries().ofRun(run).get(0);
                assertThat(delivery.state())
                        .as("%s", delivery.failure().message())
                        .isEqualTo(DeliveryState.DELIVERED);
                assertThat(delivery.receipt().location())
                        .isEqualTo(folder + "/" + delivery.plan().key());
                byte[] bytes = Files.readAllBytes(folder.resolve(delivery.plan().key()));
                assertThat(bytes).isEqualTo(site.sandbox().artifact(delivery.exportId()));
                assertThat(folder.resolve(delivery.plan().key() + ".manifest.json"))
                        .exists();
                assertThat(names(folder)).noneMatch(name -> name.contains(".part-"));
            }
        }
    }

    private static String run(Engine engine) {
        Instant now = Instant.now();
        String id = RunIds.manual("schema", now, RandomGenerator.getDefault());
        engine.submit(new RunRequest(id, "schema", "manual", now));
        Awaitility.await().until(() -> engine.appContext()
                .ledger()
                .runs()
                .find(id)
                .orElseThrow()
                .state()
                .settled());
        return id;
    }

    /** A copy of routes/ with one file more. */
    private Path home() throws IOException {
        Path home = directory.resolve("home");
        Path source = Path.of("routes");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy =
                        home.resolve("routes").resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        String kamelet =
                DocExamples.in("docs/kamelets.md", "yaml", "apiVersion:").get(0);
        Files.writeString(home.resolve("routes/kamelets/shared-folder-artifact-sink.kamelet.yaml"), kamelet);
        return home;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).toList();
        }
    }
}
