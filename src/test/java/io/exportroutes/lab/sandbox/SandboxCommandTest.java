package io.exportroutes.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exportroutes.cli.LabCommand;
import io.exportroutes.failure.ExportFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command as a user runs it. */
class SandboxCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new SandboxCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    @Test
    void itSaysWhereItListensServesAndStopsWhenInterrupted() throws Exception {
        AtomicInteger status = new AtomicInteger(-1);
        Thread running = new Thread(() -> status.set(command.execute(
                "--port",
                "0",
                "--project",
                "acme",
                "--existing",
                "3",
                "--token",
                "pat_own",
                "--fault",
                "status=503x1")));
        running.start();
        await().until(() -> out.toString().contains("Ctrl-C"));

        assertThat(out.toString()).contains("token: pat_own", "curl -X POST http://127.0.0.1:");
        HttpRequest list = HttpRequest.newBuilder(URI.create(address() + "/projects/acme/exports"))
                .header("Authorization", "Bearer pat_own")
                .build();
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(list, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(http.send(list, BodyHandlers.ofString()).body()).contains("\"total\":3");

        running.interrupt();
        running.join();
        assertThat(status).hasValue(130);
    }

    @Test
    void helpNamesEveryFault() {
        assertThat(command.execute("--help")).isZero();

        assertThat(out.toString()).contains("lost-reply", "evil-name", "Examples:", "/_sandbox/faults");
    }

    @Test
    void mistakesOfUseAreUsageErrors() {
        assertThat(command.execute("--fault", "explode")).isEqualTo(2);
        assertThat(command.execute("--ready-after", "soon")).isEqualTo(2);
        assertThat(command.execute("--rows", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown fault 'explode'", "'soon' is no duration", "must not be negative");
    }

    @Test
    void aPortThatIsTakenIsAFailureWithARemedy() throws Exception {
        CompletableFuture<ExportFailure> failure = new CompletableFuture<>();
        command.setExecutionExceptionHandler((thrown, line, result) -> {
            failure.complete(ExportFailure.in(thrown));
            return 1;
        });
        try (Sandbox other = Sandbox.start(SandboxOptions.defaults())) {
            assertThat(command.execute("--port", "" + other.baseUri().getPort()))
                    .isEqualTo(1);
        }

        assertThat(failure.get().code()).isEqualTo("address_in_use");
        assertThat(failure.get().hint()).contains("--port");
    }

    @Test
    void theProgramFindsIt() {
        assertThat(ServiceLoader.load(LabCommand.class)).hasAtLeastOneElementOfType(SandboxCommand.class);
    }

    private String address() {
        Matcher address = Pattern.compile("listens at (\\S+)").matcher(out.toString());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }
}
