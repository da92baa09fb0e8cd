package io.exportroutes.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A process that has a ledger open and wrote to it; it closes the ledger at the end of its input, if it lives that long. */
final class OpenLedger implements AutoCloseable {
    private static final String OPEN = "open";

    private final Process process;

    private OpenLedger(Process process) {
        this.process = process;
    }

    static OpenLedger start(Path file, String runId) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenLedger.class.getName(),
                        file.toString(),
                        runId)
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
