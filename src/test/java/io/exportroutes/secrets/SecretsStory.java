package io.exportroutes.secrets;

import io.exportroutes.cli.ExportRoutes;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What may happen to every secret: used, refused by each server, and shown by whatever shows something. */
final class SecretsStory implements AutoCloseable {
    private static final Pattern HEALTH = Pattern.compile("health: (\\S+)");

    final SecretsScene scene;
    final Map<String, String> pages = new LinkedHashMap<>();

    SecretsStory(Path home) throws IOException {
        scene = new SecretsScene(home);
    }

    void happen() throws Exception {
        TracedProgram program = scene.program;
        scene.sandbox.faults().plant("status@create=503x1");
        scene.sandbox.faults().plant("truncate@downloadx1");
        scene.s3.failWrites(503, 1);
        program.run("once", "nightly", "schema", "nowhere", "--verbose");
        scene.configure("-wrong");
        program.run("once", "schema", "--output", "json");
        scene.configure("");
        scene.change("token: \"" + token(), "token: \"" + token() + "-wrong");
        program.run("once", "schema", "--verbose");
        scene.configure("");
        serve();
        show();
        mistake();
    }

    private String token() {
        return scene.canaries.value("token");
    }

    private void serve() throws Exception {
        Process service = scene.program.start("run");
        try {
            Awaitility.await().until(() -> health() != null);
            scene.program.run("once", "schema");
            URI health = URI.create(Objects.requireNonNull(health()));
            pages.put("health", Channels.page(health));
            pages.put("metrics", Channels.page(health.resolve("/observe/metrics")));
            pages.put("management", Channels.management(service.pid()));
            service.destroy();
            service.waitFor(2, TimeUnit.MINUTES);
        } finally {
            service.destroyForcibly();
        }
    }

    private @Nullable String health() throws IOException {
        return scene.program
                .log("out")
                .flatMap(line -> HEALTH.matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse(null);
    }

    private void show() {
        command("validate");
        List<String> runs;
        try (Ledger ledger = Ledger.open(scene.ledger, Clock.systemUTC())) {
            runs = ledger.runs().recent(null, 10).stream().map(Run::id).toList();
        }
        for (String[] format : new String[][] {{}, {"--output", "json"}}) {
            command("jobs", format);
            command("runs", format);
            command("dead-letters list", format);
            runs.forEach(run -> command("show " + run, format));
        }
        runs.forEach(run -> command("dead-letters show " + run));
    }

    /** Where a secret stands in a place of exports.yaml that is none for it, and where the ledger refuses it. */
    private void mistake() throws IOException {
        scene.change(
                "ledger: {url: \"" + scene.ledger.url(),
                "ledger: {url: \"" + scene.ledger.url() + "?password=" + token());
        command("validate");
        scene.configure("");
        scene.change("base-url: \"http://", "base-url: \"http://user:" + token() + "@");
        command("validate");
        scene.configure("");
        scene.change("password: 'canary-of-the-database", "password: 'wrong-canary-of-the-database");
        command("runs");
    }

    /** Runs it in this process; what it prints is the page of its name. */
    private void command(String line, String... more) {
        List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(List.of("--config", scene.home.resolve("config").toString()));
        arguments.addAll(List.of("--state", scene.home.resolve("state").toString()));
        StringWriter printed = new StringWriter();
        System.setProperty("exportroutes.home", scene.home.toString());
        try {
            ExportRoutes.execute(arguments, new PrintWriter(printed), new PrintWriter(printed));
        } finally {
            System.clearProperty("exportroutes.home");
        }
        pages.merge(String.join(" ", line, String.join(" ", more)).strip(), printed.toString(), String::concat);
    }

    @Override
    public void close() {
        scene.close();
    }
}
