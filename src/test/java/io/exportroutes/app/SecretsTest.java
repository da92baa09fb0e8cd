package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Run;
import io.exportroutes.schedule.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 7, inside the process: a secret is in no endpoint URI or route, and in no file of the state folder, the ledger on
 * SQLite among them, whatever goes wrong. What is logged and shown is looked at by SecretsEverywhereTest.
 */
class SecretsTest {
    private static final String TOKEN = "pat_sandbox_0123456789";

    @TempDir
    private Path directory;

    @Test
    void noSecretLeavesWhileEveryDestinationRefusesOrBreaks() throws Exception {
        try (Site site = Site.start(directory, options())) {
            site.ssh().refuseLogins(true);
            site.s3().failWrites(503, 2);
            site.sandbox().faults().plant("not-ok@listx1");
            site.sandbox().faults().plant("truncate@downloadx1");
            site.configure("""
                    defaults: {retry: {attempts: 2, initial-delay: 50ms, multiplier: 1, max-delay: 100ms}}
                    jobs:
                      nightly: {project: crm, export: database, destinations: [archive, vault, partner, mirror, ops]}
                    """);
            List<String> secrets = List.of(
                    TOKEN,
                    site.s3().secretKey(),
                    site.ssh().password(),
                    site.smtp().password());
            try (Engine engine = start(site)) {
                run(engine);
                run(engine);
                assertThat(uris(engine)).noneSatisfy(uri -> assertThat(uri).containsAnyOf(array(secrets)));
                assertThat(routes(engine)).doesNotContain(array(secrets));
            }
            assertThat(state(site)).doesNotContain(array(secrets));
            assertOwnerOnly(site.state());
        }
    }

    /** Exports that are not ready at once, so that the listing is asked. */
    private static SandboxOptions options() {
        return SandboxOptions.builder()
                .token(TOKEN)
                .readyAfter(Duration.ofMillis(300))
                .build();
    }

    private static String[] array(List<String> secrets) {
        return secrets.toArray(String[]::new);
    }

    private static Engine start(Site site) {
        return Engine.start(
                        new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.COMMAND),
                        Clock.systemUTC())
                .orElseThrow();
    }

    private static void run(Engine engine) {
        Instant now = Instant.now();
        String id = "nightly-" + now.toEpochMilli();
        engine.submit(new RunRequest(id, "nightly", "manual", now));
        Awaitility.await().until(() -> engine.appContext()
                .ledger()
                .runs()
                .find(id)
                .map(Run::state)
                .orElseThrow()
                .settled());
    }

    private static List<String> uris(Engine engine) {
        return engine.context().getEndpoints().stream()
                .map(Endpoint::getEndpointUri)
                .toList();
    }

    private static String routes(Engine engine) throws Exception {
        return engine.context().getRoutes().stream()
                .map(route -> {
                    try {
                        return PluginHelper.getModelToXMLDumper(engine.context())
                                .dumpModelAsXml(
                                        engine.context(),
                                        ((org.apache.camel.model.ModelCamelContext) engine.context())
                                                .getRouteDefinition(route.getRouteId()));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining("\n"));
    }

    private static String state(Site site) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(site.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void assertOwnerOnly(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            assertThat(files.toList())
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .endsWith("------"));
        }
    }
}
