package io.exportroutes.lab.sandbox;

import io.exportroutes.cli.LabCommand;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sandbox}: the stand-in API alone, until it is interrupted. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs a stand-in of the export API, with faults that can be switched on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sandbox --port 8089",
            "  sandbox --ready-after 5s --expires-after 10m --rows 1000000",
            "  sandbox --fault status=503x2 --fault truncate=1000x1 --fault drip@download=50000000",
            "",
            "At run time:",
            "  curl -X PUT http://127.0.0.1:8089/_sandbox/faults --data '{\"faults\":[\"lost-reply@createx1\"]}'",
            "  curl http://127.0.0.1:8089/_sandbox/faults    those planted, and which calls each of them struck",
            "  curl http://127.0.0.1:8089/_sandbox/calls"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SandboxCommand implements LabCommand {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8089",
            description = "0: any free (${DEFAULT-VALUE})")
    int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "(${DEFAULT-VALUE})")
    String bindAddress;

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "pat_sandbox", description = "(${DEFAULT-VALUE})")
    String token;

    @Option(
            names = "--project",
            paramLabel = "SLUG",
            defaultValue = "crm,shop,example_project",
            split = ",",
            description = "The projects that exist; repeatable (${DEFAULT-VALUE})")
    List<String> projects;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "0",
            description = "Rows of each table of a generated data set; 0: the small built-in one (${DEFAULT-VALUE})")
    int rows;

    @Option(
            names = "--ready-after",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "How long a new export is pending, such as 500ms, 5s, 2m (${DEFAULT-VALUE})")
    Duration readyAfter;

    @Option(
            names = "--expires-after",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long an export lives (for ever)")
    @Nullable
    Duration expiresAfter;

    @Option(
            names = "--existing",
            paramLabel = "N",
            defaultValue = "0",
            description = "Table exports that are there from the start, in the first project (${DEFAULT-VALUE})")
    int existing;

    @Option(names = "--no-size", description = "size_bytes is null")
    boolean noSize;

    @Option(names = "--no-content-length", description = "Downloads carry no Content-Length")
    boolean noContentLength;

    @Option(names = "--no-range", description = "Downloads cannot be continued")
    boolean noRange;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultConverter.class,
            description = "NAME[@OPERATION][=ARG][xTIMES], repeatable; OPERATION: create, list, download; NAME: "
                    + "${COMPLETION-CANDIDATES}",
            completionCandidates = FaultConverter.class)
    List<Fault> faults = List.of();

    @Override
    public Integer call() throws IOException {
        Sandbox sandbox = start();
        try {
            plant(sandbox);
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::stop));
            announce(sandbox);
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 130;
        } finally {
            sandbox.stop();
        }
    }

    private Sandbox start() throws IOException {
        try {
            return Sandbox.start(options());
        } catch (BindException taken) {
            throw new PermanentFailure(
                    FailureCode.ADDRESS_IN_USE,
                    "Cannot listen at " + bindAddress + ":" + port + ": " + taken.getMessage(),
                    "Choose another port with --port, or 0 for any that is free.",
                    taken);
        }
    }

    private SandboxOptions options() {
        try {
            return SandboxOptions.builder()
                    .port(port)
                    .bindAddress(bindAddress)
                    .token(token)
                    .projects(Set.copyOf(projects))
                    .rows(rows)
                    .readyAfter(readyAfter)
                    .expiresAfter(expiresAfter)
                    .sizeKnown(!noSize)
                    .contentLength(!noContentLength)
                    .honourRange(!noRange)
                    .faults(faults)
                    .build();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private void plant(Sandbox sandbox) {
        String project = projects.get(0);
        for (int number = 1; number <= existing; number++) {
            byte[] csv = ("id,email\r\n" + number + ",contact" + number + "@example.com\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            sandbox.addExport(PlantedExport.table(project, "contacts", csv));
        }
    }

    private void announce(Sandbox sandbox) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("The sandbox listens at " + sandbox.baseUri());
        out.println("Projects: " + String.join(", ", new LinkedHashSet<>(projects)) + "; token: " + token);
        out.println("Try:");
        out.println("  curl -X POST " + sandbox.baseUri() + "/projects/" + projects.get(0) + "/export/database -H"
                + " 'Authorization: Bearer " + token + "' -H 'Content-Type: application/json' --data '{}'");
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
