package io.exportroutes.ledger;

import io.exportroutes.testing.Java;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A process that has a ledger open and wrote to it; it closes the ledger at the end of its input, if it lives that long. */
final class OpenLedger implements AutoCloseable {
    private static final String OPEN = "open";

    private final Process process;

    private OpenLedger(Process process) {
        this.process = process;
    }

    static OpenLedger start(Path file, String runId) throws IOException {
        List<String> command = Java.command();
        command.addAll(List.of(OpenLedger.class.getName(), file.toString(), runId));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = process.inputReader().readLine();
        if (!OPEN.equals(line)) {
            process.destroyForcibly();
            throw new IllegalStateException("The process said: " + line);
        }
        return new OpenLedger(process);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It closes its ledger and exits. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(Path.of(arguments[0])), Clock.systemUTC())) {
            ledger.runs().add(Samples.run(arguments[1]));
            System.out.println(OPEN);
            System.in.readAllBytes();
        }
    }
}
