package io.exportroutes.lab.demo;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.cli.LabCommand;
import io.exportroutes.lab.sandbox.SandboxOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the main job on an embedded stand-in of everything and shows what landed where. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a stand-in API and real local S3, SFTP and SMTP servers, runs a database, a schema and a sweep job"
                    + " on their schedules through to all of them, lets one destination fail at first and another"
                    + " until it is mended, and prints what landed where, read back from each server.",
            "Then it reads a copy back, fetches one without the ledger, has a stranger's tools verify the chain of custody, flips a bit of a"
                    + " copy, repairs it, and plans a retention.",
            "Nothing leaves this machine."
        },
        footer = {
            "",
            "Examples:",
            "  export-routes demo            the whole story, in under a minute",
            "  export-routes demo --keep     the same, and everything stays up until Ctrl-C"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DemoCommand implements LabCommand {
    @Option(names = "--keep", description = "Leave the servers and the service running until Ctrl-C.")
    private boolean keep;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("export-routes-demo-");
        SandboxOptions sandbox =
                SandboxOptions.builder().readyAfter(Duration.ofSeconds(1)).build();
        try (Site site = Site.start(directory, sandbox)) {
            DemoStory story = new DemoStory(site, out);
            story.introduce();
            story.configure();
            EngineOptions options = new EngineOptions(
                    Path.of(System.getProperty("exportroutes.home", ".")),
                    site.config(),
                    site.state(),
                    EngineOptions.Mode.SCHEDULES);
            try (Engine engine = Engine.start(options, Clock.systemUTC()).orElseThrow()) {
                boolean whole = story.tell(engine);
                if (keep) {
                    stay(site, out);
                }
                return whole ? 0 : 1;
            }
        }
    }

    private static void stay(Site site, PrintWriter out) throws InterruptedException {
        out.println();
        out.println("Everything stays up until Ctrl-C. In another terminal:");
        out.println("  ./export-routes runs --config " + site.config() + " --state " + site.state());
        out.println("  ./export-routes once crm-nightly --config " + site.config() + " --state " + site.state());
        new CountDownLatch(1).await();
    }
}
